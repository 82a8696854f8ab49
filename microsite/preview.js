/* In the preview only: reloads at every build, and shows problems over the last good page. */
(function () {
  "use strict";
  var me = document.currentScript, serial = Number(me.dataset.serial), panel, before = null, asked = 0;
  function show(problems) {
    if (panel) { panel.remove(); panel = null; }
    if (!problems) { return; }
    panel = document.createElement("aside");
    panel.setAttribute("role", "alert");
    panel.lang = "sv";
    panel.dir = "ltr";
    panel.style.cssText = "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;z-index:99999;" +
      "background:#fffdf8;color:#14201f;border-top:6px solid #b3261e;padding:16px 24px;" +
      "font:15px/1.5 ui-monospace,Consolas,Menlo,monospace;white-space:pre-wrap;" +
      "box-shadow:0 -8px 40px rgba(0,0,0,.35)";
    panel.textContent = problems;
    document.body.appendChild(panel);
  }
  /* The HTML that this page was made of is kept, so that only what differs from it need be put in: a third of the
     time of a reload, and where one had scrolled to, what had the focus and what was unfolded stay. */
  function read(then) {
    var turn = ++asked;
    fetch(location.href, { cache: "no-store" }).then(function (answer) { return answer.text(); }).then(function (text) {
      if (turn === asked) { then(new DOMParser().parseFromString(text, "text/html")); }
    }, function () { location.reload(); });
  }
  function mark(page) { return page.querySelector('script[src="/__preview.js"]'); }
  /* Parts that a script may have laid hands on, or that only a new load can bring in, are no parts to put in. */
  function plain(node) {
    var odd = "script,style,link,button,form,input,select,details,dialog,video,audio,iframe,noscript,[data-js]";
    return node.nodeType !== 1 || !(node.matches(odd) || node.querySelector(odd));
  }
  /* Notes in `jobs` how `live`, once made from `old`, becomes `now`; tells whether it can. */
  function compare(live, old, now, jobs) {
    var a = old.childNodes, b = now.childNodes, c = live.childNodes, first = 0, last = 0, i;
    if (old.isEqualNode(now)) { return true; }
    if (a.length !== c.length || !old.cloneNode(false).isEqualNode(now.cloneNode(false))) { return false; }
    while (first < a.length && first < b.length && a[first].isEqualNode(b[first])) { first += 1; }
    while (last < a.length - first && last < b.length - first &&
           a[a.length - 1 - last].isEqualNode(b[b.length - 1 - last])) { last += 1; }
    if (a.length === b.length && a.length - first - last === 1 && a[first].nodeType === 1 && b[first].nodeType === 1 &&
        compare(c[first], a[first], b[first], jobs)) { return true; }
    for (i = first; i < a.length - last; i += 1) { if (!c[i].isEqualNode(a[i]) || !plain(a[i])) { return false; } }
    for (i = first; i < b.length - last; i += 1) { if (!plain(b[i])) { return false; } }
    jobs.push([live, Array.prototype.slice.call(c, first, a.length - last),
               Array.prototype.slice.call(b, first, b.length - last), c[a.length - last] || null]);
    return true;
  }
  function renew() {
    read(function (now) {
      var jobs = [], old = before, fresh = mark(now);
      show("");
      if (!old || !fresh || fresh.dataset.problems) { location.reload(); return; }
      /* The number of the build is no difference of the page. */
      [mark(old), me].forEach(function (tag) { tag.dataset.serial = fresh.dataset.serial; tag.dataset.problems = ""; });
      if (!compare(document.documentElement, old.documentElement, now.documentElement, jobs)) { location.reload(); return; }
      before = now.cloneNode(true);
      jobs.forEach(function (job) {
        job[1].forEach(function (node) { node.remove(); });
        job[2].forEach(function (node) { job[0].insertBefore(document.importNode(node, true), job[3]); });
      });
      serial = Number(fresh.dataset.serial);
    });
  }
  function connect() {
    var socket = new WebSocket("ws://" + location.host + "/livereload");
    socket.onopen = function () {
      socket.send(JSON.stringify({ command: "hello", protocols: ["http://livereload.com/protocols/official-7"], serial: serial }));
    };
    socket.onmessage = function (event) {
      var message = JSON.parse(event.data);
      if (message.command !== "reload") { return; }
      if (message.problems) { serial = message.serial; show(message.problems); }
      else if (message.serial !== serial) { renew(); }
    };
    socket.onclose = function () { setTimeout(connect, 300); };
  }
  show(me.dataset.problems);
  connect();
  addEventListener("load", function () {
    read(function (page) { if (mark(page) && Number(mark(page).dataset.serial) === serial) { before = page; } });
  });
})();
