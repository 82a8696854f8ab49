// Search and filters among the partners. What is written and chosen stays on this page: nothing is sent or kept.
(function () {
  "use strict";
  var MOST = 60;
  var form = document.querySelector("[data-roster]");
  if (!form || !window.fetch) { return; }
  var found = document.querySelector("[data-roster-found]");
  var all = document.querySelector("[data-roster-all]");
  var status = document.querySelector("[data-roster-status]");
  var clear = form.querySelector("[type=reset]");
  var loading = null;
  form.hidden = false;

  // As `fold` of the generator's search: small letters without their marks.
  function fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f\u0640\u064b-\u065f\u0670]/g, "");
  }

  function load() {
    loading = loading || fetch(form.dataset.index).then(function (answer) {
      if (!answer.ok) { throw new Error(); }
      return answer.json();
    }).then(function (index) {
      index.partners.forEach(function (row) { row.words = " " + fold(row[0] + " " + row[4]).replace(/[^0-9a-z\u0370-\uffff]+/g, " "); });
      return index;
    });
    return loading;
  }

  function part(name, text, tag) {
    var element = document.createElement(tag || "span");
    element.className = name;
    element.textContent = text;
    return element;
  }

  function line(row, index) {
    var item = document.createElement("li"), link = part("partner-row", "", "a"), words = part("partner-row__words", "");
    link.href = row[1];
    var name = part("partner-row__name", ""), about = part("partner-row__about", index.sectors[row[2]]), plate = part("partner-row__plate", "");
    name.append(part("", row[0], "bdi"));
    if (row[4]) { about.append(" · ", part("", row[4], "bdi")); }
    if (row[5]) { about.append(" · ", form.dataset.example); }
    plate.append(part("", row[6]));
    plate.firstChild.setAttribute("aria-hidden", "true");
    words.append(name, " ", about);
    link.append(plate, words);
    item.append(link);
    return item;
  }

  function show() {
    var words = fold(form.elements.words.value).match(/[0-9a-z\u0370-\uffff]+/g) || [];
    var sector = form.elements.sector.value, network = form.elements.network ? form.elements.network.value : "";
    var asked = words.length || sector || network;
    clear.hidden = !asked;
    all.hidden = Boolean(asked);
    found.hidden = !asked;
    found.textContent = status.textContent = "";
    if (!asked) { return; }
    load().then(function (index) {
      var rows = index.partners.filter(function (row) {
        return (!sector || row[2] === Number(sector)) && (!network || row[3].indexOf(Number(network)) >= 0) &&
          words.every(function (word) { return row.words.indexOf(" " + word) >= 0; });
      });
      var said = rows.length ? form.dataset.count.replace("{count}", rows.length).replace("{total}", index.partners.length) : form.dataset.none;
      if (rows.length > MOST) { said += ". " + form.dataset.first.replace("{count}", MOST); }
      status.textContent = said;
      found.replaceChildren.apply(found, rows.slice(0, MOST).map(function (row) { return line(row, index); }));
    }).catch(function () {
      loading = null;
      all.hidden = false;
      found.hidden = true;
      status.textContent = form.dataset.failed;
    });
  }

  form.addEventListener("input", show);
  form.addEventListener("change", show);
  form.addEventListener("reset", function () { setTimeout(show); });
  form.addEventListener("submit", function (event) { event.preventDefault(); show(); found.focus(); });
  // A browser that keeps what was written brings it back when one returns: the list must not stand beside another's words.
  window.addEventListener("pageshow", function (event) { if (event.persisted) { form.reset(); } });
})();
