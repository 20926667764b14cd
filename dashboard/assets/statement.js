/* The form of a statement made quicker: steps of one, what was changed, and sending it without losing what was typed. It
   works without this too; the other half is dashboard/templates/statement.html. Nothing is kept in the browser's storage. */
(function () {
  "use strict";
  var RETRY = 10000; // milliseconds

  function told(form, sentence) {
    var place = form.querySelector("[data-said]");
    place.textContent = sentence;
    place.classList.add("wrong");
  }

  function stepper(input, form) {
    function button(sign, by, word) {
      var made = document.createElement("button");
      made.type = "button";
      made.className = "step-button";
      made.textContent = sign;
      made.setAttribute("aria-label", word + ": " + input.labels[0].textContent);
      made.addEventListener("click", function () {
        var number = parseInt(input.value, 10);
        input.value = String(Math.min(Number(input.max), Math.max(0, (isNaN(number) ? (by > 0 ? 0 : 1) : number) + by)));
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
      return made;
    }
    var box = document.createElement("span");
    box.className = "steps";
    input.parentNode.insertBefore(box, input);
    box.append(button("−", -1, form.dataset.less), input, button("+", 1, form.dataset.more));
  }

  function isChanged(control) {
    if (control.type === "hidden" || control.dataset.aside !== undefined) { return false; }
    if (control.dataset.was !== undefined) { return control.value.trim() !== control.dataset.was; }
    if (control.type === "checkbox") { return control.checked !== control.defaultChecked; }
    if (control.options) { return !control.options[control.selectedIndex].defaultSelected && control.selectedIndex >= 0; }
    return control.value !== control.defaultValue;
  }

  function mark(form) {
    var names = [];
    form.querySelectorAll("[data-line]").forEach(function (line) {
      var changed = Array.prototype.some.call(line.querySelectorAll("input, select"), isChanged);
      line.classList.toggle("is-changed", changed);
      line.querySelector("[data-mark]").hidden = !changed;
      if (changed) { names.push(line); }
    });
    var place = form.querySelector("[data-said]");
    place.classList.remove("wrong");
    if (form.dataset.changed) { place.textContent = names.length ? form.dataset.changed + " " + names.length : form.dataset.leave; }
    form.isChanged = names.length > 0;
  }

  function put(text, address) {
    window.swap.put(window.swap.read(text), address);
    begin();
    window.swap.focus(document.querySelector(".is-wrong input, .is-wrong select") || document.querySelector("h1"));
  }

  /* Without a connection what was pressed waits, and is sent when there is one: the same twice is stored once. */
  function again() {
    var form = document.querySelector("form[data-statement]");
    if (!form || form.waits === undefined) { return; }
    window.clearTimeout(form.waitsFor);
    if (window.navigator.onLine === false) { form.waitsFor = window.setTimeout(again, RETRY); return; }
    if (form.getAttribute("aria-busy") !== "true") { send(form, form.waits); }
  }

  function lost(form, button) {
    told(form, form.dataset.lost);
    form.waits = button;
    form.waitsFor = window.setTimeout(again, RETRY);
  }

  function forget(form) {
    window.clearTimeout(form.waitsFor);
    delete form.waits;
  }

  function send(form, button) {
    forget(form);
    var body = new URLSearchParams(new FormData(form));
    if (button && button.name) { body.set(button.name, button.value); }
    window.swap.sign(body);
    form.setAttribute("aria-busy", "true");
    window.fetch(form.action, { method: "POST", body: body, headers: { Accept: "text/html" } }).then(function (answer) {
      var isPage = (answer.headers.get("Content-Type") || "").indexOf("text/html") === 0;
      if (isPage && [200, 404, 409, 410, 422].indexOf(answer.status) >= 0) {
        return answer.text().then(function (text) { form.isChanged = false; put(text, answer.redirected ? answer.url : ""); });
      }
      told(form, answer.status === 401 || answer.status === 403 ? form.dataset.ended : form.dataset.broken);
    }, function () { lost(form, button); }).then(function () { form.removeAttribute("aria-busy"); });
  }

  /* What was stored is looked at again until it is shown; without this a reload says the same. */
  function follow(section, times) {
    if (times <= 0) { return; }
    window.setTimeout(function () {
      window.fetch(section.dataset.follow, { headers: { Accept: "text/html" } }).then(function (answer) { return answer.ok ? answer.text() : ""; }).then(function (text) {
        var made = window.swap.read(text), now = made.querySelector(".saved");
        if (!section.isConnected) { return; }
        if (!now || now.dataset.follow) { return follow(section, times - 1); }
        var form = document.querySelector("form[data-statement]");
        if (form && !form.isChanged) { document.getElementById("content").replaceWith(made.getElementById("content")); begin(); }
        else { section.replaceWith(now); }
      }, function () { follow(section, times - 1); });
    }, 500);
  }

  function begin() {
    document.querySelectorAll("form[data-statement]").forEach(function (form) {
      form.querySelectorAll("input[data-step]").forEach(function (input) { stepper(input, form); });
      form.addEventListener("input", function () { forget(form); mark(form); });
      form.addEventListener("submit", function (event) {
        event.preventDefault();
        if (form.getAttribute("aria-busy") !== "true") { send(form, event.submitter); }
      });
      if (form.dataset.changed) { mark(form); }
    });
    var section = document.querySelector("[data-follow]");
    if (section) { follow(section, 60); }
  }

  if (document.querySelector("form[data-statement], [data-follow]")) {
    window.addEventListener("beforeunload", function (event) {
      var form = document.querySelector("form[data-statement]");
      if (form && form.isChanged) { event.preventDefault(); }
    });
    window.addEventListener("online", again);
    begin();
  }
})();
