// Makes the pictures of bench/pictures.py with Eleventy's image plugin, called as its manual shows for a script.
// The only argument is JSON: masters and out (folders), widths, and formats with sharp's options for each.
import fs from "node:fs";
import path from "node:path";
import Image from "@11ty/eleventy-img";

const { masters, out, widths, formats } = JSON.parse(process.argv[2]);
const options = {
  widths,
  formats: Object.keys(formats),
  outputDir: out,
  sharpAvifOptions: formats.avif ?? {},
  sharpWebpOptions: formats.webp ?? {},
  sharpJpegOptions: formats.jpeg ?? {},
  // The plugin's own name is the digest and the width; the comparison must also see which master it is of.
  filenameFormat: (id, src, width, format) => `${path.parse(src).name}-${width}.${id}.${format}`,
};
const names = fs.readdirSync(masters).filter((name) => name.endsWith(".jpg"));
await Promise.all(names.map((name) => Image(path.join(masters, name), options)));
