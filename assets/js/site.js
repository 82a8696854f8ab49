// Quick exit, copy buttons, Escape for the menu. Every page works without this file.
(function () {
  "use strict";

  var root = document.documentElement;
  var exit = document.querySelector("[data-quick-exit]");

  // Blanks the page before anything else, then goes; Back does not lead here again.
  function leave(address) {
    var cover = document.createElement("div");
    cover.className = "quick-exit-cover";
    cover.setAttribute("role", "alert");
    cover.textContent = exit.dataset.loading;
    root.classList.add("is-leaving");
    document.body.appendChild(cover);
    if (window.BroadcastChannel) { new BroadcastChannel("leave").postMessage("leave"); }
    document.title = exit.dataset.loading;
    window.location.replace(address);
  }

  // Shift three times within five seconds; any other key begins the count anew.
  function listenForShift(address) {
    var status = exit.querySelector("[data-exit-status]");
    var presses = 0;
    var modifier = false;
    var timer = 0;

    function show(text) {
      exit.dataset.presses = presses;
      status.textContent = text;
    }

    function reset(text) {
      clearTimeout(timer);
      presses = 0;
      show(text);
    }

    function press() {
      presses += 1;
      if (presses === 1) {
        timer = setTimeout(reset, 5000, exit.dataset.expired);
        show(exit.dataset.twoLeft);
      } else if (presses === 2) {
        show(exit.dataset.oneLeft);
      } else {
        reset("");
        leave(address);
      }
    }

    // Shift held for a capital letter or a click is no press of its own.
    document.addEventListener("keyup", function (event) {
      if (event.key !== "Shift") {
        modifier = event.shiftKey;
        if (presses) { reset(""); }
      } else if (modifier) {
        modifier = false;
      } else {
        press();
      }
    });
    document.addEventListener("mousedown", function (event) { modifier = event.shiftKey; });
  }

  if (exit) {
    var links = document.querySelectorAll("[data-exit]");
    var title = document.title;
    links.forEach(function (link) {
      link.addEventListener("click", function (event) {
        event.preventDefault();
        leave(link.href);
      });
    });
    listenForShift(links[0].href);
    document.querySelectorAll("[data-with-script]").forEach(function (node) { node.hidden = false; });

    // A page kept in the browser's memory comes back as it was left: blank. Undo that.
    window.addEventListener("pageshow", function () {
      var cover = document.querySelector(".quick-exit-cover");
      if (cover) { cover.remove(); }
      root.classList.remove("is-leaving");
      document.title = title;
    });
  }

  if (navigator.clipboard) {
    document.querySelectorAll("[data-copy]").forEach(function (button) {
      var label = button.textContent;
      button.hidden = false;
      button.setAttribute("aria-live", "polite");
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent).then(function () {
          button.textContent = button.dataset.done;
          setTimeout(function () { button.textContent = label; }, 4000);
        });
      });
    });
  }

  var menu = document.querySelector("[data-menu]");
  if (menu) {
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
  }
})();
