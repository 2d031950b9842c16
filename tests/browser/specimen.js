// How a specimen page stands in the browser, as plain values; run by test_languages.py.
(rtl) => {
  // What the language's direction is, whatever the page says; English stands in its own.
  const fromRight = (element) => rtl && element.closest("[lang]").lang !== "en";
  const LINE = 10; // two characters whose middles differ by more stand on different lines
  // The letters of Nastaliq claim more than any book gives them; what they overflow by is a share
  // of the type's size.
  const ROOM = 0.2;
  const shown = (element) => !element.closest(".away, .skip, thead, caption, head");
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.data.trim() && shown(node.parentElement)) texts.push(node);
  }
  const rectangles = (node, start, end) => {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    return [...range.getClientRects()];
  };
  const middle = (one) => (one.top + one.bottom) / 2;
  const block = (element) => {
    let one = element;
    while (["inline", "contents"].includes(getComputedStyle(one).display)) one = one.parentElement;
    return one;
  };

  // Words that stand outside of the block they belong to, and blocks whose letters overflow.
  const outside = [];
  const clipped = new Set();
  for (const node of texts) {
    const holder = block(node.parentElement);
    const box = holder.getBoundingClientRect();
    for (const one of rectangles(node, 0, node.data.length)) {
      if (one.left < box.left - 1 || one.right > box.right + 1) outside.push(node.data.trim());
    }
    const room = ROOM * Number.parseFloat(getComputedStyle(holder).fontSize);
    if (holder.scrollHeight > holder.clientHeight + room && holder.clientHeight > 0) {
      clipped.add(`${node.data.trim().slice(0, 40)}: ${holder.scrollHeight} > ${holder.clientHeight}`);
    }
  }

  // The last character of a line of the page's own language, and whether it stands at the end.
  const ends = [];
  for (const holder of document.querySelectorAll(".summary, .lines > li, .steps > li .own, .lines .own")) {
    const inner = texts.filter((node) => holder.contains(node) && !node.parentElement.closest(".beside, .echo"));
    const last = inner.at(-1);
    if (!last || block(last.parentElement) !== block(holder)) continue;
    const at = last.data.trimEnd().length - 1;
    const [mark] = rectangles(last, at, at + 1);
    const same = inner
      .flatMap((node) => rectangles(node, 0, node.data.length))
      .filter((one) => Math.abs(middle(one) - middle(mark)) < LINE);
    const side = fromRight(holder)
      ? mark.left - Math.min(...same.map((one) => one.left))
      : Math.max(...same.map((one) => one.right)) - mark.right;
    ends.push({ char: last.data[at], away: Math.abs(side), text: last.data.trim().slice(-20) });
  }

  // Bullets and numerals: where the mark before a line stands, from the line's beginning.
  const marks = [...document.querySelectorAll(".steps > li, .lines > li")].map((item) => {
    const { left, right } = item.getBoundingClientRect();
    const before = getComputedStyle(item, "::before");
    const at = left + Number.parseFloat(before.left) + Number.parseFloat(before.width) / 2;
    const beside = texts
      .filter((node) => item.contains(node))
      .flatMap((node) => rectangles(node, 0, node.data.length));
    return fromRight(item)
      ? beside.every((one) => one.right <= at) && at <= right
      : beside.every((one) => one.left >= at) && at >= left;
  });

  // How wide the longest word of the page is, as it is and with its letters kept from joining.
  const words = texts
    .filter((node) => node.parentElement.closest("main"))
    .filter((node) => !node.parentElement.closest('[lang="en"], [data-fact]'))
    .flatMap((node) => node.data.split(/[\s(){}.,:;،؛۔።।]+/u))
    .sort((one, other) => other.length - one.length);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `40px ${getComputedStyle(document.body).fontFamily}`;
  const joined = words.slice(0, 5).map((word) => [
    pen.measureText(word).width,
    pen.measureText([...word].join("\u200c")).width,
  ]);

  const { scrollWidth, clientWidth } = document.documentElement;
  return {
    direction: getComputedStyle(document.body).direction,
    content: scrollWidth,
    window: clientWidth,
    outside,
    clipped: [...clipped],
    ends,
    marks,
    joined,
  };
};
