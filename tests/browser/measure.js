// What a page is like in the browser, as plain values; run by test_site.py on every page.
() => {
  const LINE = 12; // two characters whose tops differ by more stand on different lines
  // Kinds of facts whose parts change places when nothing holds them together.
  const ORDERED = new Set(["phone", "sms", "money", "time", "postcode", "number"]);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const near = (element, name) => element.closest(`[${name}]`)?.getAttribute(name) ?? "";
  const box = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return { width, height };
  };

  // The characters of an element with their left edges, as a reader's eye meets them.
  const places = (element) => {
    const found = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let at = 0; at < node.data.length; at += 1) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const [rectangle] = range.getClientRects();
        found.push([node.data[at], rectangle?.left ?? 0, rectangle?.top ?? 0]);
      }
    }
    return found;
  };
  const characters = (element) => places(element).filter(([char]) => char.trim());

  // The contrast of two colours (WCAG 2.2, "contrast ratio" and "relative luminance").
  // A mixed colour is told in shares of one, every other in parts of 255.
  const parse = (colour) => {
    const parts = colour.match(/[\d.]+/g).map(Number);
    return colour.startsWith("color(") ? parts.map((one, at) => (at < 3 ? one * 255 : one)) : parts;
  };
  const luminance = (colour) => {
    const [red, green, blue] = parse(colour).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if (parse(colour)[3] !== 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const known = new Map();
  const contrast = (element) => {
    const pair = [getComputedStyle(element).color, behind(element)];
    if (!known.has(`${pair}`)) {
      const [dark, light] = pair.map(luminance).sort((one, other) => one - other);
      known.set(`${pair}`, (light + 0.05) / (dark + 0.05));
    }
    return known.get(`${pair}`);
  };

  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim()) continue;
    const parent = node.parentElement;
    texts.push({
      text: node.data,
      lang: near(parent, "lang"),
      dir: near(parent, "dir"),
      fact: near(parent, "data-fact"),
      contrast: contrast(parent),
    });
  }

  // Names that hold more than letters, such as GOV.UK and LGBT+, with the places of their parts.
  const names = [];
  const odd = /[A-Za-z]+[.&][A-Za-z]+|[A-Za-z]+\+/g;
  for (const line of all("p, li, h1, h2, h3, th, td")) {
    if (!line.textContent.match(odd) || line.querySelector("p, li") || line.closest(".away")) continue;
    const lines = [];
    for (const place of places(line)) {
      if (!lines.length || Math.abs(lines.at(-1).at(-1)[2] - place[2]) > LINE) lines.push([]);
      lines.at(-1).push(place);
    }
    for (const one of lines) {
      const written = one.map(([char]) => char).join("");
      for (const found of written.matchAll(odd)) {
        const part = one.slice(found.index, found.index + found[0].length);
        names.push({ text: found[0], lefts: part.map(([, left]) => left) });
      }
    }
  }

  return {
    names,
    lang: document.documentElement.lang,
    dir: document.documentElement.dir,
    title: document.title,
    state: document.querySelector(".state")?.innerText ?? "",
    stateEnglish: document.querySelector('.state [lang="en"][dir="ltr"]')?.innerText ?? "",
    texts,
    facts: all("[data-fact]").map((fact) => ({
      kind: fact.dataset.fact,
      text: fact.textContent,
      href: fact.getAttribute("href"),
      characters: ORDERED.has(fact.dataset.fact) ? characters(fact) : [],
    })),
    links: all("a").map((link) => ({
      href: link.getAttribute("href"),
      url: link.href,
      text: link.innerText.trim(),
      lang: link.getAttribute("lang"),
      dir: link.getAttribute("dir"),
      hreflang: link.getAttribute("hreflang"),
      rel: link.getAttribute("rel"),
      current: link.getAttribute("aria-current"),
      chooses: Boolean(link.closest(".languages")),
      urgent: Boolean(link.closest(".calls, .big")),
      skips: link.classList.contains("skip"),
      own: ((own) => own && { lang: own.lang, dir: own.dir, text: own.innerText })(
        link.querySelector(".own"),
      ),
      ...box(link),
    })),
    headings: all("h1, h2, h3, h4, h5, h6").map((one) => [Number(one.tagName[1]), one.innerText]),
    nameless: all("img:not([alt]), svg:not([aria-hidden='true'])").length,
    pictures: all("img, svg").length,
    active: all("script, iframe, object, embed, form, style, [style]").length,
    handlers: all("*").filter((one) => [...one.attributes].some((at) => at.name.startsWith("on")))
      .length,
    policy: all('meta[http-equiv="Content-Security-Policy"]').map((one) => one.content),
    referrer: document.querySelector('meta[name="referrer"]')?.content ?? "",
    mains: all("main").length,
    ids: all("[id]").map((one) => one.id),
    tables: all("table").map((table) => table.querySelectorAll("th[scope]").length),
    styled: getComputedStyle(document.body).maxWidth !== "none",
  };
};
