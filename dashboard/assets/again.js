/* A page that waits for something to be made ready comes back by itself: whoever holds data-again is asked for once more after
   so many seconds. Not while nobody looks, and after a hundred times only when somebody asks. */
(function () {
  "use strict";
  var MOST = 100, waiting = false;

  function times() {
    var key = "again " + window.location.pathname + window.location.search;
    var count = Number(window.sessionStorage.getItem(key) || 0) + 1;
    window.sessionStorage.setItem(key, String(count));
    return count;
  }

  function look() {
    var found = document.querySelector("[data-again]");
    if (!found || waiting || times() > MOST) {
      return;
    }
    waiting = true;
    window.setTimeout(function again() {
      if (document.hidden) {
        window.setTimeout(again, 1000);
      } else if (document.querySelector("[data-again]")) {
        window.location.reload();
      } else {
        waiting = false;
      }
    }, 1000 * Number(found.getAttribute("data-again")));
  }

  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
})();
