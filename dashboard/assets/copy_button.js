/* A button that copies a text and says that it did; the other half is dashboard/components/letter.py. */
(function () {
  "use strict";

  function byHand(text) {
    var field = document.createElement("textarea");
    field.value = text;
    field.style.position = "fixed";
    document.body.appendChild(field);
    field.select();
    var done = document.execCommand("copy");
    field.remove();
    return done;
  }

  function put(text) {
    if (navigator.clipboard) {
      return navigator.clipboard.writeText(text).then(function () { return true; }, function () { return byHand(text); });
    }
    return Promise.resolve(byHand(text)); // without TLS a browser offers no clipboard
  }

  function CopyButton(properties) {
    var create = window.React.createElement;
    var state = window.React.useState("");
    var button = window.React.useRef(null);
    function copy() {
      state[1]("");
      put(properties.text).then(function (done) {
        state[1](done ? "done" : "failed");
        button.current.focus();
      });
    }
    var said = state[0] ? properties[state[0]] : "";
    var label = [properties.label, create("span", { key: "of", className: "for-readers" }, ": " + properties.subject)];
    return create("div", { className: "copy" },
      create("button", { type: "button", className: "small-button", onClick: copy, ref: button }, label),
      create("span", { role: "status", className: "copied" }, said),
      state[0] === "failed" ? create("textarea", { readOnly: true, rows: 12, value: properties.text, "aria-label": said }) : null);
  }

  window.transferpunt = Object.assign(window.transferpunt || {}, { CopyButton: CopyButton });
})();
