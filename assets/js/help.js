// What is open now, and the search among all services. All on the device: nothing that is typed or chosen leaves it,
// and nothing is kept. Every page works without this file.
(function () {
  "use strict";

  var DAY = 1440;
  var SIGNS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  var words = document.querySelector("[data-opening]");
  var table = null;

  // -- open now

  // The minute it is in Sweden, counted from the table's first day, whatever zone this device is set to.
  function swedishMinute() {
    var now = Math.floor(Date.now() / 60000);
    var ahead = table.zone[0][1];
    table.zone.forEach(function (row) { if (row[0] <= now) { ahead = row[1]; } });
    return now + ahead - Date.parse(table.from + "T00:00:00Z") / 60000;
  }

  function spansOf(hours, day) {
    if (day < 0 || day >= table.days) { return null; }
    var wide = hours.kinds.length > SIGNS.length;
    var number = wide
      ? SIGNS.indexOf(hours.days[day * 2]) * SIGNS.length + SIGNS.indexOf(hours.days[day * 2 + 1])
      : SIGNS.indexOf(hours.days[day]);
    var said = hours.kinds[number];
    return { known: said.slice(-1) !== "?", spans: said.replace("?", "").split(",").filter(Boolean).map(function (span) {
      return span.split("-").map(Number);
    }) };
  }

  // {open, until} or {open: false, opens}, minutes from the table's first day, 0 where that is far away or unknown;
  // null where it can't be told whether it is open.
  function stateOf(name) {
    var hours = table && table.hours[name];
    if (!hours) { return null; }
    var now = swedishMinute();
    var today = Math.floor(now / DAY);
    var until = -1;
    for (var day = today; day < today + 15; day += 1) {
      var held = spansOf(hours, day);
      if (!held) { return day === today ? null : { open: until >= 0, until: 0, opens: 0 }; }
      for (var i = 0; i < held.spans.length; i += 1) {
        var start = day * DAY + held.spans[i][0];
        var end = day * DAY + held.spans[i][1];
        if (until >= 0) {
          if (start > until) { return { open: true, until: until }; }
          until = end;
        } else if (start <= now && now < end) {
          until = end;
        } else if (start > now && held.known) {
          return { open: false, opens: start };
        }
      }
      // Open past midnight is only known to go on where the next day says so.
      if (until >= 0 && until < (day + 1) * DAY) { return { open: true, until: until }; }
      if (until < 0 && !held.known) { return day === today ? null : { open: false, opens: 0 }; }
    }
    return { open: until >= 0, until: 0, opens: 0 };
  }

  function two(number) { return (number < 10 ? "0" : "") + number; }

  function clock(minute) {
    var within = minute % DAY;
    return two(Math.floor(within / 60)) + "." + two(within % 60);
  }

  function sayState(state) {
    if (!state) { return words.dataset.unknown; }
    if (state.open) { return state.until ? words.dataset.until.replace("{time}", clock(state.until)) : words.dataset.open; }
    if (!state.opens) { return words.dataset.closed; }
    var days = Math.floor(state.opens / DAY) - Math.floor(swedishMinute() / DAY);
    var time = clock(state.opens);
    if (days === 0) { return words.dataset.today.replace("{time}", time); }
    if (days === 1) { return words.dataset.tomorrow.replace("{time}", time); }
    var date = new Date(Date.parse(table.from + "T00:00:00Z") + state.opens * 60000);
    var name = words.dataset.days.split("|")[(date.getUTCDay() + 6) % 7];
    if (days > 6) { name += " " + date.getUTCDate() + "/" + (date.getUTCMonth() + 1); }
    return words.dataset.later.replace("{day}", name).replace("{time}", time);
  }

  function showStates() {
    document.querySelectorAll("[data-hours]").forEach(function (node) {
      var state = stateOf(node.dataset.hours);
      node.textContent = sayState(state);
      node.dataset.state = state ? (state.open ? "open" : "closed") : "unknown";
      node.hidden = false;
    });
  }

  // On a service's own page: while it is closed, the way to others, of whom those that are open come first.
  function showOthers(first) {
    var hint = document.querySelector("[data-when-closed]");
    if (!hint) { return; }
    var own = [].slice.call(document.querySelectorAll(".service [data-hours]"));
    hint.hidden = !own.length || !!document.querySelector(".service [data-always]") ||
      own.some(function (node) { return node.dataset.state !== "closed"; });
    // Only at first: nothing moves under the hand of somebody who reads.
    if (!first || hint.hidden) { return; }
    var others = [].slice.call(document.querySelectorAll(".band--services .service-list > li"));
    others.filter(function (row) { return !row.querySelector('[data-state="open"], [data-always]'); })
      .forEach(function (row) { row.parentNode.appendChild(row); });
  }

  function load(address) {
    return fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" }).then(function (answer) {
      if (!answer.ok) { throw new Error(answer.status); }
      return answer.json();
    });
  }

  var form = document.querySelector("[data-finder]");
  if (words && window.fetch && (form || document.querySelector("[data-hours]"))) {
    load(words.dataset.opening).then(function (data) {
      table = data;
      showStates();
      showOthers(true);
      setInterval(function () { showStates(); showOthers(); }, 30000);
      if (form) { apply(); }
    }).catch(function () { /* the plain hours stand there */ });
  }

  // -- search and filters

  if (!form || !window.fetch || !String.prototype.normalize) { return; }

  var index = null;
  var asked = null;
  // Whether Enter was pressed: the results get the focus when they are there.
  var wanted = false;
  var list = document.querySelector("[data-found]");
  var status = document.querySelector("[data-found-status]");
  var all = document.querySelector("[data-all]");
  var danger = document.querySelector("[data-danger]");
  var MOST = 40;

  function fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f\u0640\u064b-\u065f\u0670]/g, "")
      .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, function (sign) { return sign.charCodeAt(0) & 15; })
      .replace(/[øæßıةى]/g, function (sign) { return { "ø": "o", "æ": "a", "ß": "s", "ı": "i", "ة": "ه", "ى": "ي" }[sign]; });
  }

  function wordsOf(text) {
    return fold(text).match(/[0-9a-z\u0370-\u1fff\u2c00-\ud7ff\uf900-\ufdff\ufe70-\ufeff]+/g) || [];
  }

  // Whether `one` becomes `other` by at most `most` letters added, left out, changed or swapped.
  function near(one, other, most) {
    if (Math.abs(one.length - other.length) > most) { return false; }
    var before = [], last = [], row = [], i, j;
    for (j = 0; j <= other.length; j += 1) { last[j] = j; }
    for (i = 1; i <= one.length; i += 1) {
      row = [i];
      var least = i;
      for (j = 1; j <= other.length; j += 1) {
        var same = one[i - 1] === other[j - 1] ? 0 : 1;
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
        least = Math.min(least, row[j]);
      }
      if (least > most) { return false; }
      before = last;
      last = row;
    }
    return last[other.length] <= most;
  }

  // A bit for each letter: words that differ in too many letters need no closer look.
  function letters(word) {
    var bits = 0;
    for (var i = 0; i < word.length; i += 1) { bits |= 1 << word.charCodeAt(i) % 31; }
    return bits;
  }

  function differ(one, other) {
    var count = 0;
    for (var bits = one ^ other; bits; bits &= bits - 1) { count += 1; }
    return count;
  }

  function worth(asked, bits, place) {
    var word = index.words[place];
    if (word === asked) { return 10; }
    if (word.lastIndexOf(asked, 0) === 0) { return 7; }
    if (asked.length > 3 && word.indexOf(asked) > 0) { return 4; }
    // Part of a longer word of the asker's: "beroendemottagningen" finds "beroende".
    if (word.length > 4 && asked.lastIndexOf(word, 0) === 0) { return 3; }
    var most = asked.length > 7 ? 2 : asked.length > 3 ? 1 : 0;
    return most && differ(bits, index.bits[place]) <= 2 * most && near(asked, word, most) ? 2 : 0;
  }

  function note(best, marks, value) {
    marks.forEach(function (mark) {
      var number = mark >> 1;
      best[number] = Math.max(best[number] || 0, value * (mark & 1 ? 3 : 1));
    });
  }

  // The services that answer what is asked and that `fit` takes, the best first; all that it takes where nothing is asked.
  function search(text, fit) {
    var tokens = wordsOf(text).filter(function (word) { return word.length > 1; });
    var telling = tokens.filter(function (word) { return index.small.indexOf(word) < 0; });
    if (telling.length) { tokens = telling; }
    if (!tokens.length) { return index.services.map(function (row, number) { return number; }).filter(fit); }
    var points = {}, hits = {};
    tokens.forEach(function (token) {
      var best = {}, bits = letters(token);
      for (var place = 0; place < index.words.length; place += 1) {
        var value = worth(token, bits, place);
        if (value) { note(best, index.places[place], value); }
      }
      Object.keys(best).forEach(function (number) {
        points[number] = (points[number] || 0) + best[number];
        hits[number] = (hits[number] || 0) + 1;
      });
    });
    var found = Object.keys(points).map(Number).filter(fit);
    // Words that no service has ask for nothing: "hjälp mot hasch" is about the last of them.
    var most = Math.max.apply(null, found.map(function (number) { return hits[number]; }));
    return found.filter(function (number) { return hits[number] === most; })
      .sort(function (a, b) { return points[b] - points[a] || a - b; });
  }

  // Words of danger within what is asked: the services that come first then, or nothing.
  function dangerIn(text) {
    var said = " " + wordsOf(text).join(" ") + " ";
    var first = [];
    index.crisis.forEach(function (row) {
      var hit = row[0].some(function (phrase) {
        // Only a long last word may go on: "vill dö" is not in "vill dölja".
        var open = phrase.length - phrase.lastIndexOf(" ") > 5 ? "" : " ";
        return said.indexOf(" " + phrase + open) >= 0 || (phrase.length > 5 && wordsOf(text).some(function (word) {
          return near(word, phrase, phrase.length > 7 ? 2 : 1);
        }));
      });
      if (hit) { first = first.concat(row[1].filter(function (number) { return first.indexOf(number) < 0; })); }
    });
    return first;
  }

  function chosen() {
    var fields = form.elements;
    function value(name) { return fields[name] ? fields[name].value : ""; }
    function ticked(name) { return Boolean(fields[name] && fields[name].checked); }
    return {
      text: value("words"), who: value("who"), way: value("way"), spoken: value("spoken"), area: value("area"),
      age: parseInt(fold(value("age")), 10), anonymous: ticked("anonymous"), open: ticked("open")
    };
  }

  function fits(row, choice) {
    return (choice.who === "" || row[6] & 1 || row[6] & (1 << choice.who))
      && (choice.way === "" || row[7] & (1 << choice.way))
      && (choice.spoken === "" || row[8].indexOf(choice.spoken) >= 0)
      && (!choice.anonymous || row[9])
      && (isNaN(choice.age) || (row[10] <= choice.age && choice.age <= row[11]))
      && (choice.area === "" || row[12] === "" || row[12] === choice.area)
      && (!choice.open || row[5].some(function (held) {
        var state = stateOf(held[0]);
        return state && state.open && (choice.spoken === "" || held[1].indexOf(choice.spoken) >= 0);
      }));
  }

  function element(name, kind, text, parent) {
    var node = document.createElement(name);
    node.className = kind;
    if (text) { node.textContent = text; }
    parent.appendChild(node);
    return node;
  }

  function line(row) {
    var item = document.createElement("li");
    var box = element("div", "service-row", "", item);
    var about = element("div", "service-row__about", "", box);
    element("a", "service-row__name", row[0], element("p", "service-row__title", "", about)).href = row[1];
    if (row[2]) { element("p", "service-row__organisation", row[2], about); }
    element("p", "service-row__summary", row[3], about);
    var states = row[5].map(function (held) { return stateOf(held[0]); }).filter(Boolean);
    var open = states.filter(function (state) { return state.open; })[0];
    if (states.length) {
      var node = element("p", "channel__open", sayState(open || states[0]), about);
      node.dataset.state = open ? "open" : "closed";
    }
    if (row[4]) {
      var call = element("a", "service-row__call", "", box);
      call.href = row[4][1];
      var value = element("bdi", "", row[4][0], call);
      value.dir = "ltr";
      call.setAttribute("aria-label", row[0] + ", " + row[4][0]);
    }
    return item;
  }

  var speaking = 0;
  function announce(text) {
    clearTimeout(speaking);
    speaking = setTimeout(function () { status.textContent = text; }, 400);
  }

  function apply() {
    var choice = chosen();
    var idle = !choice.text.trim() && !choice.who && !choice.way && !choice.spoken && !choice.area
      && isNaN(choice.age) && !choice.anonymous && !choice.open;
    form.querySelector("[data-clear]").hidden = idle;
    if (!index) {
      if (!idle) { prepare(); }
      return;
    }
    list.textContent = "";
    list.hidden = idle;
    all.hidden = !idle;
    danger.hidden = true;
    if (idle) {
      announce("");
      return;
    }
    var first = dangerIn(choice.text);
    danger.hidden = !first.length;
    var found = search(choice.text, function (number) {
      return first.indexOf(number) < 0 && fits(index.services[number], choice);
    });
    found = first.concat(found);
    found.slice(0, MOST).forEach(function (number) { list.appendChild(line(index.services[number])); });
    announce((found.length ? form.dataset.count : form.dataset.none)
      .replace("{count}", found.length).replace("{total}", index.services.length)
      + (found.length > MOST ? ". " + form.dataset.first.replace("{count}", MOST) : ""));
    if (wanted) { list.focus(); }
    wanted = false;
  }

  function prepare() {
    if (asked) { return; }
    asked = load(form.dataset.index).then(function (data) {
      index = data;
      index.words = index.words.split(" ");
      index.bits = index.words.map(letters);
      index.small = index.small.split(" ");
      apply();
    }).catch(function () {
      asked = null;
      announce(form.dataset.failed);
    });
  }

  // Leaving in haste clears every search that the browser may still hold, in this window and others.
  if (window.BroadcastChannel) {
    new BroadcastChannel("leave").onmessage = function () { form.reset(); };
  }

  form.hidden = false;
  form.addEventListener("focusin", prepare);
  form.addEventListener("input", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); wanted = true; apply(); });
  form.addEventListener("reset", function () { setTimeout(apply, 0); });
  // Back restores what was chosen; show what it leads to.
  window.addEventListener("pageshow", function () { setTimeout(apply, 0); });
})();
