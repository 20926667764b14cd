/* Plain pages: a button that copies the text of another element and says that it did. */
(function () {
  "use strict";

  function said(button, word) { button.parentElement.querySelector("[role=status]").textContent = word; }

  function select(element) {
    var range = document.createRange();
    range.selectNodeContents(element);
    window.getSelection().removeAllRanges();
    window.getSelection().addRange(range);
    return document.execCommand("copy"); // without TLS a browser offers no clipboard
  }

  document.querySelectorAll("button[data-copy]").forEach(function (button) {
    button.addEventListener("click", function () {
      var element = document.getElementById(button.dataset.copy);
      var byHand = function () { said(button, select(element) ? button.dataset.done : button.dataset.failed); };
      if (!navigator.clipboard) { byHand(); return; }
      navigator.clipboard.writeText(element.textContent).then(function () { said(button, button.dataset.done); }, byHand);
    });
  });
})();
