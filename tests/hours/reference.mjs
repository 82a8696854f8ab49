// What the forms of forms.txt mean to another program: npm's opening_hours, written by the people of OpenStreetMap.
//
// To renew reference.json, in an empty folder (the tests themselves need no node):
//   npm install opening_hours
//   TZ=UTC node <the project>/tests/hours/reference.mjs
// UTC has no summer time, so that what is written there is what a clock on the wall shows.

import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const YEARS = [2026, 2027];
const DAY = 86400000;
// The mark of a day: its place among `spans`.
const MARKS = "0123456789abcdefghijklmnopqrstuvwxyz";

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(path.join(process.cwd(), "x.js"));
const OpeningHours = require("opening_hours");
const version = JSON.parse(fs.readFileSync("node_modules/opening_hours/package.json")).version;
const place = { address: { country_code: "se", state: "" }, lat: 59.37, lon: 16.51 };

const clock = (time, from) => {
  const minutes = (time - from) / 60000;
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
};

const table = (value) => {
  const hours = new OpeningHours(value, place);
  const row = { spans: [] };
  for (const year of YEARS) {
    const first = Date.UTC(year, 0, 1);
    const open = hours.getOpenIntervals(new Date(first), new Date(Date.UTC(year + 1, 0, 1)));
    let marks = "";
    for (let day = first; day < Date.UTC(year + 1, 0, 1); day += DAY) {
      const spans = open
        .map(([from, to]) => [Math.max(from.getTime(), day), Math.min(to.getTime(), day + DAY)])
        .filter(([from, to]) => from < to)
        .map(([from, to]) => `${clock(from, day)}-${clock(to, day)}`)
        .join(",");
      if (!row.spans.includes(spans)) row.spans.push(spans);
      marks += MARKS[row.spans.indexOf(spans)];
    }
    row[year] = marks;
  }
  return row;
};

const values = fs.readFileSync(path.join(here, "forms.txt"), "utf8").match(/(?<=^ {2}[=~] ).+$/gm);
const rows = [...new Set(values)].sort().map((value) => `    ${JSON.stringify(value)}: ${JSON.stringify(table(value))}`);
fs.writeFileSync(
  path.join(here, "reference.json"),
  `{\n  "program": "opening_hours ${version}",\n  "meanings": {\n${rows.join(",\n")}\n  }\n}\n`,
);
