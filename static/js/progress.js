// A box with data-progress shows how far slow work has come. It asks again and again, is answered “304” while nothing
// moves, and opens the page anew when the work has ended. Without this script the page opens itself anew.
(() => {
  const PAUSE = 1500;
  const STEP = 10; // percent between two announcements, so that a screen reader isn't flooded

  document.querySelectorAll("[data-progress]").forEach((box) => {
    const part = box.querySelector("[data-progress-part]");
    const said = box.querySelector("[data-progress-said]");
    let tag = "";
    let announced = 0;

    const show = (html) => {
      part.innerHTML = html;
      const now = part.firstElementChild;
      if ("ended" in now.dataset) return location.reload();
      const step = Math.floor(now.dataset.percent / STEP);
      if (step !== announced) {
        announced = step;
        said.textContent = now.dataset.said;
      }
      return later();
    };

    const ask = async () => {
      if (document.hidden) return later();
      try {
        const answer = await fetch(box.dataset.progress, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
        if (answer.status === 200 && !answer.redirected) {
          tag = answer.headers.get("ETag") ?? "";
          return show(await answer.text());
        }
        if (answer.status !== 304) return undefined;
      } catch {
        // no reception: ask again
      }
      return later();
    };

    const later = () => setTimeout(ask, PAUSE);
    if (!part.querySelector("[data-ended]")) later();
  });
})();
