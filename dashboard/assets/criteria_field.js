/* Check boxes whose answer never reaches a server by an address: they have no name, and change what stands behind the # of
   the form they are in. The other half is dashboard/components/criteria_field.py. */
(function () {
  "use strict";

  function follow(form) {
    var chosen = Array.prototype.filter.call(form.querySelectorAll("input[data-criterion]"), function (box) { return box.checked; });
    var codes = chosen.map(function (box) { return box.dataset.criterion; });
    form.action = form.getAttribute("action").split("#")[0] + (codes.length ? "#criteria=" + codes.join(",") : "");
  }

  function CriteriaField(properties) {
    var create = window.React.createElement;
    return create("div", { className: "criteria", role: "group", "aria-label": properties.label },
      properties.options.map(function (option) {
        return create("label", { key: option.code },
          create("input", {
            type: "checkbox", autoComplete: "off", "data-criterion": option.code, defaultChecked: properties.chosen.indexOf(option.code) >= 0,
            onChange: function (event) { follow(event.target.form); }
          }), " ", create("span", { lang: option.lang }, option.name));
      }));
  }

  window.transferpunt = Object.assign(window.transferpunt || {}, { CriteriaField: CriteriaField });

  /* The page is asked again, by a question whose body no log holds, when there are criteria, or no longer. */
  window.dash_clientside = Object.assign(window.dash_clientside || {}, {
    transferpunt: {
      criteria: function (hash, asked) {
        var has = (hash || "").indexOf("criteria=") >= 0;
        return (has ? hash : "") === (asked || "") ? window.dash_clientside.no_update : has ? hash : "";
      }
    }
  });
})();
