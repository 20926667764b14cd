/* Draws the parts of a page that no callback changes: the tree that dashboard/still.py sends becomes elements at once.
   Only what is listed here can be drawn, and a link or form can only lead to this site, a telephone, a mail or the web. */
(function () {
  "use strict";
  var TAGS = [
    "a", "article", "b", "blockquote", "br", "button", "caption", "dd", "details", "div", "dl", "dt", "em", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "header", "hr", "input", "label", "legend", "li", "main", "nav", "ol",
    "option", "p", "progress", "section", "select", "small", "span", "strong", "summary", "table", "tbody", "td", "textarea", "tfoot", "th",
    "thead", "time", "tr", "ul"
  ];
  var LEADS = ["href", "action", "formAction"];
  var ADDRESS = /^(\/(?![\/\\])|[?#]|tel:|mailto:|https?:\/\/)/;
  var OWN = /^(on|dangerously|n_clicks|disable_n_clicks|children$|value$)/;

  function properties(given, tag, key) {
    var drawn = { key: given.key === undefined ? key : given.key };
    Object.keys(given).forEach(function (name) {
      if (LEADS.indexOf(name) >= 0 && !ADDRESS.test(given[name])) {
        throw new Error("no link leads to such an address");
      }
      if (!OWN.test(name)) {
        drawn[name] = given[name];
      }
    });
    if ("value" in given) { // a field is the reader's after it was drawn
      drawn[tag === "input" || tag === "textarea" || tag === "select" ? "defaultValue" : "value"] = given.value;
    }
    return drawn;
  }

  function draw(node, key) {
    if (Array.isArray(node)) {
      return node.map(draw);
    }
    if (node === null || typeof node !== "object") {
      return node;
    }
    var create = window.React.createElement;
    if (node.namespace === "transferpunt") {
      return create(window.transferpunt[node.type], Object.assign({ key: key }, node.props));
    }
    var tag = node.type.toLowerCase();
    if (TAGS.indexOf(tag) < 0) {
      throw new Error("cannot draw the element " + tag);
    }
    var children = node.props.children;
    var parts = children === undefined || children === null ? [] : [].concat(draw(children, 0));
    return create.apply(null, [tag, properties(node.props, tag, key)].concat(parts));
  }

  window.transferpunt = Object.assign(window.transferpunt || {}, {
    Still: function Still(given) {
      return draw(given.tree, "still");
    }
  });
})();
