/* The content of a plain page put in place of another without loading the page anew, for the scripts of statements. */
(function () {
  "use strict";
  var shown = here();

  function here() { return window.location.pathname + window.location.search; }

  function cookie(name) {
    var found = document.cookie.split("; ").find(function (one) { return one.indexOf(name + "=") === 0 || one.indexOf("__Host-" + name + "=") === 0; });
    return found ? decodeURIComponent(found.slice(found.indexOf("=") + 1)) : "";
  }

  window.swap = {
    read: function (text) { return new DOMParser().parseFromString(text, "text/html"); },

    /* The session may have been opened again in another tab: then its token is another than the page came with. */
    sign: function (body) { if (cookie("csrf")) { body.set("csrf", cookie("csrf")); } },

    put: function (made, address) {
      document.getElementById("content").replaceWith(made.getElementById("content"));
      document.title = made.title;
      if (address) { window.history.pushState(null, "", address); }
      shown = here();
      window.scrollTo(0, 0);
    },

    focus: function (element) {
      if (element.tagName === "H1") { element.tabIndex = -1; }
      element.focus();
    }
  };

  /* Back to a page that was put there is a load; a link within the page is none, and leaves what was typed. */
  window.addEventListener("popstate", function () { if (here() !== shown) { window.location.reload(); } });
})();
