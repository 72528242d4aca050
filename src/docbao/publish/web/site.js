/* What the pages do beyond showing: the reader's way of seeing is remembered, and the sentence
   being heard is marked. Everything is readable and playable without any of this. */
"use strict";

(function () {
  const root = document.documentElement;
  const NAMES = ["size", "spacing", "theme", "speed", "follow"];

  // A browser that keeps nothing (or refuses to) still lets the reader choose for this page.
  function remembered(name) {
    try {
      const value = localStorage.getItem("docbao." + name);
      return value !== null && /^[a-z0-9.]{1,12}$/.test(value) ? value : "";
    } catch {
      return "";
    }
  }

  function remember(name, value) {
    try {
      if (value) localStorage.setItem("docbao." + name, value);
      else localStorage.removeItem("docbao." + name);
    } catch {
      /* as above */
    }
  }

  function show(name, value) {
    if (value) root.setAttribute("data-" + name, value);
    else root.removeAttribute("data-" + name);
  }

  // Before anything is drawn, so that no page flashes in colours the reader cannot bear.
  NAMES.forEach((name) => show(name, remembered(name)));

  function setUpLook() {
    const look = document.getElementById("look");
    if (!look) return;
    const selects = Array.from(look.querySelectorAll("select[data-name]"));
    function fit(select) {
      const value = remembered(select.dataset.name);
      const known = Array.from(select.options).some((option) => option.value === value);
      select.value = known ? value : "";
      show(select.dataset.name, select.value);
    }
    selects.forEach((select) => {
      fit(select);
      select.addEventListener("change", () => {
        remember(select.dataset.name, select.value);
        show(select.dataset.name, select.value);
        select.dispatchEvent(new CustomEvent("docbao-look", { bubbles: true }));
      });
    });
    look.querySelector("button").addEventListener("click", () => {
      selects.forEach((select) => {
        remember(select.dataset.name, "");
        fit(select);
        select.dispatchEvent(new CustomEvent("docbao-look", { bubbles: true }));
      });
    });
    // Another tab chose otherwise: this one follows.
    window.addEventListener("storage", () => selects.forEach(fit));
    look.hidden = false;
  }

  function setUpSound() {
    const audio = document.querySelector("audio");
    const text = document.getElementById("text");
    if (!audio || !text) return;
    const sentences = Array.from(text.querySelectorAll("[data-t]"));
    const starts = sentences.map((sentence) => Number(sentence.dataset.t) / 1000);
    const keys = document.getElementById("keys");
    const hint = document.getElementById("hint");
    const trouble = document.getElementById("trouble");
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    let current = -1;
    let stop = 0; // the one sentence that Tab reaches
    let timer = 0;

    function at(seconds) {
      let low = 0;
      let high = starts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        // Half a hundredth of a second: what a seek may fall short by.
        if (starts[middle] <= seconds + 0.005) low = middle + 1;
        else high = middle;
      }
      return low - 1;
    }

    function reach(index) {
      sentences[stop].tabIndex = -1;
      sentences[stop].removeAttribute("aria-describedby");
      stop = index;
      sentences[stop].tabIndex = 0;
      sentences[stop].setAttribute("aria-describedby", "hint");
    }

    function follow(sentence) {
      if (root.dataset.follow === "off" || audio.paused) return;
      const box = sentence.getBoundingClientRect();
      const top = getComputedStyle(keys).position === "sticky" ? keys.offsetHeight : 0;
      if (box.top >= top && box.bottom <= innerHeight) return;
      const behavior = still.matches ? "auto" : "smooth";
      const long = box.height > innerHeight - top;
      sentence.scrollIntoView({ block: long ? "start" : "center", behavior });
    }

    function mark() {
      const begun = audio.currentTime > 0 || !audio.paused;
      const index = begun && !audio.ended ? at(audio.currentTime) : -1;
      if (index !== current) {
        if (current >= 0) sentences[current].removeAttribute("aria-current");
        current = index;
        if (index >= 0) {
          sentences[index].setAttribute("aria-current", "true");
          if (document.activeElement !== sentences[stop]) reach(index);
          follow(sentences[index]);
        }
      }
      clearTimeout(timer);
      if (!audio.paused && index + 1 < starts.length) {
        const wait = (starts[index + 1] - audio.currentTime) / audio.playbackRate;
        timer = setTimeout(mark, Math.max(15, wait * 1000));
      }
    }

    function play() {
      const playing = audio.play();
      if (playing) playing.catch(() => {}); // told by the event `error`, or asked to stop again
    }

    function hear(index) {
      const place = Math.min(Math.max(index, 0), starts.length - 1);
      audio.currentTime = starts[place];
      play();
      mark();
    }

    function pace() {
      const speed = Number(root.dataset.speed) || 1;
      audio.defaultPlaybackRate = speed;
      audio.playbackRate = speed;
    }

    ["timeupdate", "seeked", "play", "pause", "ended", "ratechange"].forEach((name) =>
      audio.addEventListener(name, mark)
    );
    audio.addEventListener("error", () => { trouble.textContent = trouble.dataset.words; });
    document.addEventListener("docbao-look", pace);
    window.addEventListener("storage", () => setTimeout(pace));
    pace();

    const [back, turn, on] = keys.querySelectorAll("button");
    function tellTurn() {
      turn.textContent = audio.paused ? turn.dataset.play : turn.dataset.pause;
    }
    audio.addEventListener("play", tellTurn);
    audio.addEventListener("pause", tellTurn);
    turn.addEventListener("click", () => (audio.paused ? play() : audio.pause()));
    keys.hidden = false;
    if (!sentences.length) {
      back.hidden = on.hidden = true;
      return;
    }
    back.addEventListener("click", () => {
      // As on a player of discs: well into a sentence, first to its beginning.
      const index = at(audio.currentTime);
      hear(index >= 0 && audio.currentTime - starts[index] > 2 ? index : index - 1);
    });
    on.addEventListener("click", () => {
      const index = at(audio.currentTime);
      hear(audio.currentTime > 0 || !audio.paused ? index + 1 : 0);
    });

    // On the document, not on each sentence: a screen reader would call each one clickable.
    document.addEventListener("click", (event) => {
      const sentence = event.target.closest("[data-t]");
      if (!sentence || event.target.closest("a") || String(getSelection())) return;
      reach(sentences.indexOf(sentence));
      hear(stop);
    });
    document.addEventListener("keydown", (event) => {
      const index = sentences.indexOf(document.activeElement);
      if (index < 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step && sentences[index + step]) {
        reach(index + step);
        sentences[stop].focus();
      } else if (event.key === "Enter") {
        hear(index);
      } else if (!step) {
        return;
      }
      event.preventDefault();
    });
    sentences.forEach((sentence) => { sentence.tabIndex = -1; });
    reach(0);
    text.classList.add("speaks");
    hint.hidden = false;
  }

  document.addEventListener("DOMContentLoaded", () => {
    setUpLook();
    setUpSound();
  });
})();
