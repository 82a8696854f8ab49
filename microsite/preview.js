/* In the preview only: reloads at every build, and shows problems over the last good page. */
(function () {
  "use strict";
  var me = document.currentScript, serial = Number(me.dataset.serial), panel;
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
  function connect() {
    var socket = new WebSocket("ws://" + location.host + "/livereload");
    socket.onopen = function () {
      socket.send(JSON.stringify({ command: "hello", protocols: ["http://livereload.com/protocols/official-7"], serial: serial }));
    };
    socket.onmessage = function (event) {
      var message = JSON.parse(event.data);
      if (message.command !== "reload") { return; }
      if (message.problems) { serial = message.serial; show(message.problems); }
      else if (message.serial !== serial) { location.reload(); }
    };
    socket.onclose = function () { setTimeout(connect, 300); };
  }
  show(me.dataset.problems);
  connect();
})();
