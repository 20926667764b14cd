/* Puts SVG on screen, which Dash has no components for: the tree that dashboard/components/drawing.py sends becomes elements.
   Only what is listed here can be drawn, and a link can only lead to an address on this site. */
(function () {
  "use strict";
  var TAGS = ["svg", "g", "a", "title", "path", "circle", "rect", "text"];
  var ATTRIBUTES = [
    "viewBox", "className", "role", "aria-label", "aria-hidden", "focusable", "href", "d", "fill", "fillRule",
    "stroke", "strokeWidth", "cx", "cy", "r", "x", "y", "width", "height"
  ];
  var OWN_ADDRESS = /^(\/(?![\/\\])|[?#])/;

  function draw(drawn, key) {
    if (typeof drawn === "string") {
      return drawn;
    }
    if (TAGS.indexOf(drawn.tag) < 0) {
      throw new Error("cannot draw the element " + drawn.tag);
    }
    var properties = { key: key };
    Object.keys(drawn.attributes).forEach(function (name) {
      var value = drawn.attributes[name];
      if (ATTRIBUTES.indexOf(name) < 0 || (name === "href" && !OWN_ADDRESS.test(value))) {
        throw new Error("cannot draw the attribute " + name);
      }
      properties[name] = value;
    });
    return window.React.createElement(drawn.tag, properties, drawn.children.map(draw));
  }

  window.transferpunt = Object.assign(window.transferpunt || {}, {
    Drawing: function Drawing(properties) {
      return draw(properties.drawn, "drawing");
    }
  });
})();
