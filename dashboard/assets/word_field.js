/* A field for words with suggestions that forgive typing errors: the combobox pattern of ARIA 1.2, no question to the server.
   The other half is dashboard/components/word_field.py; the same forgiving is in dashboard/near_words.py. */
(function () {
  "use strict";
  var MOST = 8;

  function plain(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
  }

  /* Changes of one sign (left out, put in, another, or two that changed places) between a and b; stops above `most`. */
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) {
      return most + 1;
    }
    var before = [], last = [], row = [], i, j;
    for (j = 0; j <= b.length; j += 1) {
      last.push(j);
    }
    for (i = 1; i <= a.length; i += 1) {
      row = [i];
      for (j = 1; j <= b.length; j += 1) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      before = last;
      last = row;
    }
    return last[b.length];
  }

  /* 0 begins so, 1 a word of it begins so, 2 it stands in it, 3 and more: with typing errors; null: no. */
  function rank(typed, term) {
    if (term.indexOf(typed) === 0) {
      return 0;
    }
    if (term.indexOf(" " + typed) >= 0) {
      return 1;
    }
    if (typed.length > 2 && term.indexOf(typed) > 0) {
      return 2;
    }
    var most = typed.length < 4 ? 0 : typed.length < 7 ? 1 : 2;
    var away = most ? Math.min(distance(typed, term, most), distance(typed, term.slice(0, typed.length), most)) : 1;
    return away <= most ? 2 + away : null;
  }

  function suggestions(text, terms) {
    var typed = plain(text);
    if (typed.length < 2) {
      return [];
    }
    return terms
      .map(function (term, place) { return { term: term, rank: rank(typed, plain(term)), place: place }; })
      .filter(function (one) { return one.rank !== null; })
      .sort(function (a, b) { return a.rank - b.rank || a.term.length - b.term.length || a.place - b.place; })
      .slice(0, MOST)
      .map(function (one) { return one.term; });
  }

  function WordField(properties) {
    var React = window.React, create = React.createElement;
    var state = React.useState({ value: properties.value, offered: [], active: -1 });
    var now = state[0], list = properties.id + "-list", isOpen = now.offered.length > 0;

    function set(change) {
      state[1](Object.assign({}, now, change));
    }
    function take(term) {
      set({ value: term, offered: [], active: -1 });
    }
    function onKey(event) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        var offered = isOpen ? now.offered : suggestions(now.value, properties.terms);
        var step = event.key === "ArrowDown" ? 1 : -1;
        event.preventDefault();
        set({ offered: offered, active: offered.length ? (now.active + step + offered.length + (now.active < 0 && step < 0 ? 1 : 0)) % offered.length : -1 });
      } else if (event.key === "Enter" && isOpen && now.active >= 0) {
        event.preventDefault(); // the first Enter takes the word, the next one asks
        take(now.offered[now.active]);
      } else if (event.key === "Escape" && isOpen) {
        event.preventDefault();
        set({ offered: [], active: -1 });
      }
    }
    var said = isOpen ? properties.counted.replace("{number}", now.offered.length) : "";
    return create("div", { className: "words" },
      create("input", {
        type: "text", id: properties.id, name: properties.name, value: now.value, maxLength: 80, placeholder: properties.hint,
        autoComplete: "off", autoCapitalize: "off", spellCheck: false, className: "plain-input",
        role: "combobox", "aria-autocomplete": "list", "aria-expanded": isOpen, "aria-controls": list,
        "aria-activedescendant": now.active >= 0 ? list + "-" + now.active : undefined,
        onChange: function (event) { set({ value: event.target.value, offered: suggestions(event.target.value, properties.terms), active: -1 }); },
        onKeyDown: onKey,
        onBlur: function () { set({ offered: [], active: -1 }); }
      }),
      create("ul", { id: list, role: "listbox", "aria-label": properties.label, hidden: !isOpen, className: "suggestions plain-list" },
        now.offered.map(function (term, place) {
          return create("li", {
            key: term, id: list + "-" + place, role: "option", "aria-selected": place === now.active,
            onMouseDown: function (event) { event.preventDefault(); take(term); }
          }, term);
        })),
      create("span", { className: "for-readers", role: "status" }, said));
  }

  window.transferpunt = Object.assign(window.transferpunt || {}, { WordField: WordField });
})();
