// What the tests ask a page in a browser: expressions, each on its own.
({
  // What sticks out of the window to the side, by the beginning of its text.
  tooWide: () =>
    [...document.querySelectorAll("body *")]
      .filter((element) => element.closest(".unseen, legend, .skip") === null && element.checkVisibility())
      .filter((element) => {
        const box = element.getBoundingClientRect();
        return box.right > innerWidth + 0.5 || box.left < -0.5;
      })
      .map((element) => `${element.tagName} ${element.textContent.slice(0, 40)}`),

  // Texts whose contrast to what lies behind them is below 4.5 (WCAG 2, 1.4.3), with the contrast.
  faint: () => {
    const channels = (colour) => {
      const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
      return { rgb: [red, green, blue], alpha };
    };
    const light = (rgb) => {
      const [red, green, blue] = rgb.map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = (element) => {
      for (let each = element; each !== null; each = each.parentElement) {
        const { rgb, alpha } = channels(getComputedStyle(each).backgroundColor);
        if (alpha === 1) return rgb;
      }
      return [255, 255, 255];
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    let seen = 0;
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (walker.currentNode.data.trim() === "" || !element.checkVisibility()) continue;
      if (element.closest("script, style")) continue;
      seen += 1;
      const levels = [light(channels(getComputedStyle(element).color).rgb), light(behind(element))];
      const contrast = (Math.max(...levels) + 0.05) / (Math.min(...levels) + 0.05);
      if (contrast < 4.5) found.push(`${walker.currentNode.data.trim().slice(0, 40)} ${contrast.toFixed(2)}`);
    }
    return { seen, found: [...new Set(found)] };
  },

  // The lightness of the page, from 0 to 255.
  lightness: () => Math.max(...getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number)),

  listed: () =>
    [...document.querySelectorAll("nav li")]
      .filter((entry) => entry.checkVisibility())
      .map((entry) => entry.querySelector("a").textContent),

  shown: () =>
    [...document.querySelectorAll("main article")]
      .filter((article) => article.checkVisibility())
      .map((article) => article.id),

  // What is said of a task since the revision: a member for each line, and whether it is seen.
  findings: (name) =>
    [...document.getElementById(name).querySelectorAll(".finding")].map((finding) => ({
      verdict: finding.querySelector(".mark").textContent,
      rule: finding.querySelector(".rule code").textContent,
      level: finding.querySelector(".rule .note").textContent,
      ...Object.fromEntries(
        [...finding.querySelectorAll(".evidence > div")].map((row) => [
          row.querySelector("dt").textContent,
          row.querySelector("dd").textContent.trim(),
        ]),
      ),
      seen: finding.checkVisibility() && finding.getBoundingClientRect().height > 0,
    })),

  // Each Node.js call of the page is run on a gate that only notes it: [path, arguments] in their order.
  calls: async () => {
    const noted = [];
    const gate = (path) =>
      new Proxy(() => {}, {
        get: (_, name) => gate([...path, name]),
        apply: (_, __, [values]) => {
          noted.push([path.join("."), values]);
        },
      });
    const run = Object.getPrototypeOf(async () => {}).constructor;
    for (const code of document.querySelectorAll("figure.ts.copied code")) {
      await new run("gate", code.textContent)(gate([]));
    }
    return noted;
  },
});
