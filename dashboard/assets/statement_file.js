/* A file of places: how much of it is sent, and then how far its loading is, until it says what became of it. It works
   without this too; the other half is dashboard/templates/statement_file.html. Nothing is kept in the browser's storage. */
(function () {
  "use strict";
  var SOON = 500, LATER = 2000, SOON_FOR = 20, LOOKS = 900; // milliseconds, and looks

  function put(made, address) {
    window.swap.put(made, address);
    begin();
    window.swap.focus(document.querySelector("h1"));
  }

  function told(form, sentence, isWrong) {
    var place = form.querySelector("[data-said]");
    place.textContent = sentence;
    place.classList.toggle("wrong", isWrong);
  }

  function send(form) {
    var file = form.elements.bestand.files[0], sent = form.querySelector("[data-sent]"), bar = sent.querySelector("progress");
    var size = new Intl.NumberFormat(form.dataset.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    if (file && file.size > Number(form.dataset.most)) { return told(form, form.dataset.large, true); }
    var body = new FormData(form), asked = new XMLHttpRequest();
    window.swap.sign(body);
    function stop(sentence) {
      form.removeAttribute("aria-busy");
      sent.hidden = true;
      told(form, sentence, true);
    }
    function show(part, all) {
      bar.value = all ? part / all : 0;
      sent.querySelector("p").textContent = form.dataset.sending.replace("{sent}", size.format(part / 1048576)).replace("{all}", size.format(all / 1048576));
    }
    asked.upload.addEventListener("progress", function (event) { show(event.loaded, event.total); });
    asked.upload.addEventListener("load", function (event) { show(event.loaded, event.loaded); told(form, form.dataset.arrived, false); });
    asked.addEventListener("error", function () { stop(form.dataset.lost); });
    asked.addEventListener("load", function () {
      var isPage = (asked.getResponseHeader("Content-Type") || "").indexOf("text/html") === 0;
      if (isPage && (asked.status === 200 || asked.status === 422)) {
        return put(window.swap.read(asked.responseText), asked.status === 200 ? asked.responseURL : "");
      }
      stop(asked.status === 401 || asked.status === 403 ? form.dataset.ended : asked.status === 413 ? form.dataset.large : form.dataset.broken);
    });
    form.setAttribute("aria-busy", "true");
    told(form, "", false);
    sent.hidden = false;
    show(0, file ? file.size : 0);
    asked.open("POST", form.action);
    asked.setRequestHeader("Accept", "text/html");
    asked.send(body);
  }

  /* How far it is goes without words for a screen reader; the end is told. */
  function follow(section, looks) {
    if (looks >= LOOKS) { return; }
    window.setTimeout(function () {
      window.fetch(section.dataset.follow, { headers: { Accept: "text/html" } }).then(function (answer) { return answer.ok ? answer.text() : ""; }).then(function (text) {
        var made = window.swap.read(text), now = made.querySelector("#result .saved"), far = made.getElementById("how-far");
        if (!section.isConnected) { return; }
        if (now && !now.dataset.follow) {
          section.replaceChildren.apply(section, now.childNodes);
          delete section.dataset.follow;
          now.remove();
          while (section.nextSibling) { section.nextSibling.remove(); }
          return section.parentNode.append.apply(section.parentNode, made.getElementById("result").childNodes);
        }
        if (now && now.textContent !== section.textContent) { section.replaceChildren.apply(section, now.childNodes); }
        if (far) { document.getElementById("how-far").replaceWith(far); }
        follow(section, looks + 1);
      }, function () { follow(section, looks + 1); });
    }, looks < SOON_FOR ? SOON : LATER);
  }

  function begin() {
    var form = document.querySelector("form[data-upload]"), section = document.querySelector("#result [data-follow]");
    if (form) {
      form.addEventListener("submit", function (event) {
        event.preventDefault();
        if (form.getAttribute("aria-busy") !== "true") { send(form); }
      });
    }
    if (section) { follow(section, 0); }
  }

  begin();
})();
