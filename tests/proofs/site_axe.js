// Driven by site_axe.py, which says what it is for.
"use strict";
const { chromium } = require("playwright-core");
const AXE = require("fs").readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const { version } = require("axe-core/package.json");
const JOB = JSON.parse(process.env.JOB);

const found = [];
function check(holds, what) {
  if (!holds) {
    found.push(what);
    console.log(`  FOUND ${what}`);
  }
}

let browser;
async function open(name, options = {}) {
  const { themed = "", stored = {}, from = JOB.base, path = JOB.pages[name], ...rest } = options;
  const context = await browser.newContext({ viewport: { width: 1280, height: 1024 }, ...rest });
  const kept = { ...stored, ...(themed ? { theme: themed } : {}) };
  await context.addInitScript((entries) => {
    for (const [key, value] of entries) localStorage.setItem(`docbao.${key}`, value);
  }, Object.entries(kept));
  const page = await context.newPage();
  page.on("console", (message) => {
    // Chromium asks for a favicon of its own accord.
    if (["error", "warning"].includes(message.type()) && !message.location().url.includes("favicon"))
      check(false, `${name}: the console says ${message.text()}`);
  });
  page.on("pageerror", (error) => check(false, `${name}: ${error}`));
  page.on("request", (request) => {
    check(request.url().startsWith(from), `${name}: asks for ${request.url()}`);
  });
  await page.goto(from + path);
  return page;
}

async function axe(page, where) {
  await page.evaluate(AXE);
  const result = await page.evaluate(() =>
    axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      rules: { "color-contrast-enhanced": { enabled: true }, "target-size": { enabled: true } },
    })
  );
  for (const violation of result.violations)
    for (const node of violation.nodes)
      check(false, `${where}: ${violation.id} at ${node.target} ${node.failureSummary}`);
  return result.passes.length;
}

async function inEachPalette() {
  let runs = 0;
  let passes = 0;
  for (const name of Object.keys(JOB.pages)) {
    for (const theme of JOB.themes) {
      const schemes = theme ? ["light"] : ["light", "dark", "more", "more dark", "forced"];
      for (const scheme of schemes) {
        const page = await open(name, {
          themed: theme,
          colorScheme: scheme.includes("dark") ? "dark" : "light",
          contrast: scheme.includes("more") ? "more" : "no-preference",
          forcedColors: scheme === "forced" ? "active" : "none",
          reducedMotion: "reduce",
        });
        await page.locator("#look summary").click();
        if (await page.locator("audio").count()) {
          await page.locator("[data-t]").nth(2).click();
          await page.waitForFunction(() => document.querySelector("[aria-current='true']"));
          await page.locator("audio").evaluate((audio) => audio.pause());
        }
        passes += await axe(page, `${name}, ${theme || scheme}`);
        runs += 1;
        if (name === "article")
          await page.screenshot({ path: `${JOB.pictures}/palette-${theme || scheme}.png` });
        await page.context().close();
      }
    }
  }
  return `${runs} pages looked at, ${passes} rules passed`;
}

const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    // A sentence over several lines: its first line.
    const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 8));
    return {
      tag: element.tagName, id: element.id, text: element.textContent.slice(0, 40),
      t: element.dataset.t, ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 1,
      seen: box.bottom > 0 && box.top < innerHeight && (element.contains(top) || top?.contains(element)),
    };
  });

async function tabTo(page, wanted, shift = false) {
  for (let count = 0; count < 40; count += 1) {
    await page.keyboard.press(shift ? "Shift+Tab" : "Tab");
    const here = await focused(page);
    if (here.tag !== "BODY" && here.tag !== "AUDIO") {
      check(here.ringed, `keyboard: no ring around ${here.tag} ${here.text}`);
      check(here.seen, `keyboard: ${here.tag} ${here.text} has focus unseen`);
    }
    if (wanted(here)) return here;
  }
  check(false, `keyboard: nothing like ${wanted} within 40 tabs`);
  return null;
}

async function byKeyboard() {
  const page = await open("article");
  const now = () => page.locator("audio").evaluate((audio) => audio.currentTime);
  const marked = () =>
    page.evaluate(() => Number(document.querySelector("#text [aria-current]")?.dataset.t ?? -1));
  await page.keyboard.press("Tab");
  check((await focused(page)).text.includes("nội dung"), "keyboard: the first stop is no skip link");
  await page.screenshot({ path: `${JOB.pictures}/skip-link.png` });
  await page.keyboard.press("Enter");
  check(new URL(page.url()).hash === "#noi-dung", "keyboard: the skip link leads nowhere");

  await tabTo(page, (here) => here.tag === "AUDIO");
  await tabTo(page, (here) => here.text === "Nghe");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("audio").currentTime > 0.1);
  check((await focused(page)).text === "Dừng", "keyboard: the key does not say that it pauses");
  check((await marked()) === 0, "keyboard: the first sentence is not marked");
  await tabTo(page, (here) => here.text === "Câu sau");
  const starts = await page.evaluate(() =>
    Array.from(document.querySelectorAll("[data-t]"), (sentence) => Number(sentence.dataset.t))
  );
  for (const number of [1, 2, 3]) {
    await page.keyboard.press("Enter");
    await page.waitForFunction((t) => document.querySelector(`[data-t="${t}"][aria-current]`), starts[number]);
  }
  await tabTo(page, (here) => here.text === "Dừng", true);
  await page.keyboard.press(" ");
  await page.waitForFunction(() => document.querySelector("audio").paused);
  await tabTo(page, (here) => here.t !== undefined);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  const here = await focused(page);
  check(Number(here.t) === starts[4], `keyboard: arrows led to ${here.t}, not ${starts[4]}`);
  await page.keyboard.press("Enter");
  await page.waitForFunction((t) => document.querySelector(`[data-t="${t}"][aria-current]`), starts[4]);
  check(Math.abs((await now()) * 1000 - starts[4]) < 700, "keyboard: Enter did not play from there");
  // Sound and mark stay together as they go on.
  for (let count = 0; count < 12; count += 1) {
    await page.waitForTimeout(400);
    const [mark, time] = await page.evaluate(() => [
      Number(document.querySelector("#text [aria-current]")?.dataset.t ?? -1),
      document.querySelector("audio").currentTime * 1000,
    ]);
    const due = starts.filter((start) => start <= time);
    const near = starts.some((start) => Math.abs(start - time) < 60);
    check(near || mark === due[due.length - 1], `sync: at ${time} ms ${mark} is marked`);
  }
  await page.screenshot({ path: `${JOB.pictures}/listening.png` });

  await page.keyboard.press("Control+Home");
  await tabTo(page, (element) => element.tag === "SUMMARY", true);
  await page.keyboard.press("Enter");
  const wishes = { size: ["ArrowDown", 3, "200"], spacing: ["ArrowDown", 2, "wider"], theme: ["ArrowDown", 5, "yellow"] };
  for (const [name, [key, count]] of Object.entries(wishes)) {
    await tabTo(page, (element) => element.id === `look-${name}`);
    for (let pressed = 0; pressed < count; pressed += 1) await page.keyboard.press(key);
  }
  const looks = () => page.evaluate(() => ({ ...document.documentElement.dataset,
    px: getComputedStyle(document.documentElement).fontSize,
    ground: getComputedStyle(document.documentElement).backgroundColor }));
  const chosen = await looks();
  for (const [name, [, , value]] of Object.entries(wishes))
    check(chosen[name] === value, `keyboard: ${name} is ${chosen[name]}, not ${value}`);
  check(chosen.px === "32px", `keyboard: text at 200 % measures ${chosen.px}`);
  check(chosen.ground === "rgb(0, 0, 0)", `keyboard: the ground is ${chosen.ground}`);
  await page.reload();
  check(JSON.stringify(await looks()) === JSON.stringify(chosen), "keyboard: not remembered after a reload");
  await page.goto(JOB.base);
  check((await looks()).px === "32px", "keyboard: not remembered on another page");
  await page.screenshot({ path: `${JOB.pictures}/remembered.png` });
  await page.locator("#look summary").press("Enter");
  await page.locator("#look button").press("Enter");
  check((await looks()).px === "16px", "keyboard: not back to how it was");
  await page.context().close();
  return "skip link, play, next sentence, arrows, Enter, size, spacing, colours, remembered, undone";
}

async function zoomed() {
  const ways = { "200": [640, 512], "400": [320, 256] };
  let count = 0;
  for (const name of Object.keys(JOB.pages)) {
    for (const [percent, [width, height]] of Object.entries(ways)) {
      for (const stored of [{}, { size: "200" }, { size: "300", spacing: "wider" }]) {
        const page = await open(name, {
          viewport: { width, height }, deviceScaleFactor: Number(percent) / 100, stored,
        });
        await page.locator("#look summary").click();
        const over = await page.evaluate(() => {
          const wide = document.documentElement.clientWidth;
          return Array.from(document.querySelectorAll("body *"))
            .filter((element) => element.getBoundingClientRect().right > wide + 1)
            .map((element) => `${element.tagName} ${element.className}`)
            .concat(document.scrollingElement.scrollWidth > wide ? ["the page scrolls sideways"] : []);
        });
        const as = `${name}, zoom ${percent} %, text ${stored.size || 100} %`;
        check(!over.length, `${as}: ${over}`);
        await page.locator("#look summary").click();
        await page.screenshot({
          path: `${JOB.pictures}/zoom-${percent}-${name}-${stored.size || 100}.png`,
          fullPage: !stored.size, scale: "css",
        });
        count += 1;
        await page.context().close();
      }
    }
  }
  return `${count} pages without sideways scrolling`;
}

async function withoutScript() {
  const page = await open("article", { javaScriptEnabled: false });
  check(!(await page.locator("#look").isVisible()), "no script: choices that do nothing are shown");
  check(!(await page.locator("#keys").isVisible()), "no script: keys that do nothing are shown");
  check(await page.locator("audio[controls]").isVisible(), "no script: no player");
  const words = (await page.locator("#text").innerText()).length;
  check(words > 500, `no script: the text has ${words} characters`);
  await page.screenshot({ path: `${JOB.pictures}/without-script.png` });
  await page.context().close();
  return `${words} characters of text and a player`;
}

async function fromDisk() {
  const page = await open("article", { from: JOB.folder });
  await page.locator("[data-t]").nth(3).click();
  await page.waitForFunction(() => document.querySelector("audio").currentTime > 0.2);
  const leading = await page.evaluate(() => getComputedStyle(document.body).maxWidth);
  check(leading !== "none", "from the disk: no style");
  await page.context().close();
  return "style, script and sound are there";
}

async function missingSound() {
  const page = await open("article");
  await page.route("**/*.mp3", (route) => route.abort());
  await page.context().clearCookies();
  page.removeAllListeners("console");
  await page.reload();
  await page.waitForFunction(() => document.getElementById("trouble").textContent.length > 10);
  await page.context().close();
  return "told in words";
}

(async () => {
  browser = await chromium.launch({
    executablePath: JOB.chromium, args: ["--no-sandbox", "--mute-audio"],
  });
  console.log(`axe-core ${version}, Chromium ${browser.version()}`);
  for (const part of [inEachPalette, byKeyboard, zoomed, withoutScript, fromDisk, missingSound]) {
    const before = found.length;
    try {
      const told = await part();
      console.log(`${part.name}: ${found.length - before ? "FOUND above" : told}`);
    } catch (error) {
      check(false, `${part.name}: ${error}`);
    }
  }
  await browser.close();
  console.log(found.length ? `${found.length} found` : "nothing found");
  process.exitCode = found.length ? 1 : 0;
})();
