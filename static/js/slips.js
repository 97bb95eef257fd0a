// Below a free text stands a [data-slips] with the id of its field: what slips in is told while somebody types, and goes
// with one tap. It never keeps anybody from sending. The patterns are those of ledger/slips.py; a test holds them together.
(() => {
  const GAP = "…";
  const PAUSE = 350;
  const LENGTHS = { AT: 20, BE: 16, CH: 21, CZ: 24, DE: 22, DK: 18, ES: 24, FR: 27, GB: 22, IT: 27, LI: 21, LU: 20, NL: 18, PL: 28 };
  const UMLAUTS = { ä: "(?:ä|ae)", ö: "(?:ö|oe)", ü: "(?:ü|ue)", ß: "(?:ß|ss)", é: "(?:é|e)" };
  const L = "\\p{L}";
  const W = "[\\p{L}\\p{N}_]";
  const digits = (text) => text.replace(/\D/g, "");

  const iban = (text) => {
    for (let end = text.length; end > 14; end--) {
      const letters = text.slice(0, end).replaceAll(" ", "").toUpperCase();
      if (text[end - 1] === " " || letters.length !== (LENGTHS[letters.slice(0, 2)] ?? letters.length)) continue;
      let rest = 0;
      for (const letter of letters.slice(4) + letters.slice(0, 4)) {
        for (const digit of String(parseInt(letter, 36))) rest = (rest * 10 + Number(digit)) % 97;
      }
      if (rest === 1) return end;
    }
    return 0;
  };

  const card = (text) => {
    const all = [...digits(text)].reverse().map(Number);
    const sum = all.reduce((before, digit, place) => before + (place % 2 ? digit * 2 - 9 * (digit > 4) : digit), 0);
    return sum % 10 === 0 && all.some(Boolean) ? text.length : 0;
  };

  const phone = (text) => (/^\d{1,2}\. ?\d{1,2}\. ?\d{2,4}$/.test(text) || digits(text).length < 7 ? 0 : text.length);
  const all = (text) => text.length;

  const PATTERNS = [
    ["email", new RegExp(`(?:${W}|[.+-]){1,64}@(?:${W}|-){1,63}(?:\\.(?:${W}|-){1,63}){1,5}`, "gu"), all],
    ["bank", new RegExp(`(?<!${W})[A-Z]{2}\\d{2}(?: ?[A-Z0-9]){11,30}(?!${W})`, "giu"), iban],
    ["bank", new RegExp(`(?<!${W}|\\+)\\d(?:[ -]?\\d){12,18}(?!${W})`, "gu"), card],
    ["phone", new RegExp(`(?<!${W}|[.,])(?:\\+|0)\\d?(?:[ ./()-]{0,3}\\d){5,15}(?!${W})`, "gu"), phone],
    ["address", new RegExp(
      `(?<!${W})(?!(?:abstell|arbeits|ausbildungs|lager|listen|liege|park|schlaf|sitz|speicher|steck|steh|stell|studien|warte)platz)` +
      `${L}+(?:[ -]?(?:stra(?:ß|ss)e|str\\.)|weg|allee|gasse|platz|ufer|damm|ring|chaussee) ?\\d{1,4} ?[a-z]?(?!${W})` +
      `|(?<!${W})\\d{1,5} (?:${L}+ ){1,2}(?:street|road|avenue)(?!${W})`, "giu"), all],
    ["address", new RegExp(`(?<!${W})\\d{1,5} (?:[A-Z]${L}+ ){1,2}(?:Lane|Drive|Close|Square)(?!${W})`, "gu"), all],
    ["address", new RegExp(
      `(?<!${W}|[.,€$-])\\d{5} (?!(?:Euro|Kund|Mensch|Leut|Haushalt|Besuch|Einwohner|Stück|Meter|Kilometer|Teilnehm|Mitarbeit|Nutzer` +
      `|Punkt|Mark|Dollar|Schritt|Anschl|Gäst|Mal|Wort|Wört|Zeichen|MB|GB|KB|Mbit|Kbit|People|Customer|Visitor|Household))` +
      `[A-ZÄÖÜ]${L}{2,}`, "gu"), all],
  ];

  // A street, a house or a thing that bears such a word tells nothing of anybody: "Polnische Straße", "Katholisches Krankenhaus".
  const PLACES = "stra(?:ß|ss)e|str\\.|weg|platz|gasse|allee|ring|ufer|damm|brücke|viertel|quarter|street|road|square|avenue|lane";
  const HOUSES = "krankenhaus|klinik|klinikum|kirche|kita|kindergarten|schule|friedhof|akademie|botschaft|konsulat|restaurant|school|church" +
    "|hospital|embassy|nummern?|vorwahl|number|sim|sim-karten?|netze?s?|netz|tarife?s?|sender|fernsehen|küche|food|airlines|roulette";
  const NOT_IN = `(?!${L}*(?:${PLACES})(?!${W}))`;
  const NOT_BEFORE = `(?!(?:-${L}+){0,2}[ -](?:${PLACES}|${HOUSES})(?!${W}))`;
  const ENDINGS = { "*": `${L}*`, "!": `(?! ${L})` }; // any ending; only where no other word follows at once

  const patternOf = (word) => {
    const bare = word.replace(/[*!]$/, "");
    const spelled = [...bare].map((letter) => UMLAUTS[letter] ?? letter.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("");
    return spelled + (ENDINGS[word.at(-1)] ?? "");
  };

  let words = {};
  const found = (text) => {
    const taken = [];
    const take = (kind, start, end) => {
      if (taken.every((slip) => end <= slip.start || start >= slip.end)) taken.push({ kind, start, end, text: text.slice(start, end) });
    };
    PATTERNS.forEach(([kind, pattern, isOne]) => {
      for (const match of text.matchAll(pattern)) {
        const end = isOne(match[0]);
        if (end) take(kind, match.index, match.index + end);
      }
    });
    Object.entries(words).forEach(([kind, pattern]) => {
      for (const match of text.matchAll(pattern)) take(kind, match.index, match.index + match[0].length);
    });
    return taken.sort((one, other) => one.start - other.start);
  };

  const without = (text) =>
    found(text).reverse().reduce((rest, slip) => rest.slice(0, slip.start) + GAP + rest.slice(slip.end), text).replace(/…(?: ?…)+/g, GAP);

  const watch = (place) => {
    const field = document.getElementById(place.dataset.slips);
    if (!field || place.dataset.slipsOn) return;
    place.dataset.slipsOn = "yes";
    const box = place.firstElementChild;
    const list = box.querySelector("ul");
    const told = JSON.parse(place.dataset.slipsTold);

    const look = () => {
      const slips = found(field.value);
      list.replaceChildren(...slips.map((slip) => {
        const line = document.createElement("li");
        const said = document.createElement("q");
        said.textContent = slip.text;
        line.append(said, ` ${told[slip.kind]}`);
        return line;
      }));
      box.hidden = slips.length === 0;
      if (slips.length && field.form && !field.form.elements.slips_seen) {
        const seen = Object.assign(document.createElement("input"), { type: "hidden", name: "slips_seen", value: "1" });
        field.form.append(seen);
      }
    };

    let waiting;
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(look, PAUSE);
    });
    box.querySelector("button").addEventListener("click", (event) => {
      event.preventDefault();
      field.value = without(field.value);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      look();
      field.focus();
    });
    look();
  };

  const begin = () => document.querySelectorAll("[data-slips]").forEach(watch);
  const first = document.querySelector("[data-slips]");
  if (!first) return;
  begin();
  document.addEventListener("slips:more", begin);
  fetch(first.dataset.slipsWords)
    .then((answer) => answer.json())
    .then((lists) => {
      words = Object.fromEntries(Object.entries(lists).map(([kind, list]) =>
        [kind, new RegExp(`(?<!${W}|-)${NOT_IN}(?:${list.map(patternOf).join("|")})(?!${W})${NOT_BEFORE}`, "giu")]));
      document.querySelectorAll("[data-slips-on]").forEach((place) =>
        document.getElementById(place.dataset.slips)?.dispatchEvent(new Event("input")));
    })
    .catch(() => {}); // without reception the numbers are still seen here, and the server looks again
})();
