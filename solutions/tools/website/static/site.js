// What moves the strips of frames, and what keeps the site for use without a network.

const name = (file, dark) => new URL(`../figures/${file}-${dark ? "dark" : "light"}.webp`, location.href).href;
const dark = matchMedia("(prefers-color-scheme: dark)");

function moving(strip) {
  const frames = JSON.parse(strip.dataset.frames);
  const slider = strip.querySelector("input");
  if (!slider) return;
  const picture = strip.querySelector("picture");
  const image = picture.querySelector("img");
  const source = picture.querySelector("source");
  const title = strip.querySelector(".strip-title").textContent;
  const told = strip.querySelector(".strip-summary");
  const said = strip.querySelector("output");
  const kept = new Map(); // the browser drops a picture that nobody holds
  const fetched = () => {
    for (const { file } of frames) {
      const address = name(file, dark.matches);
      if (!kept.has(address)) kept.set(address, Object.assign(new Image(), { src: address }));
    }
  };
  new IntersectionObserver((entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    fetched();
  }, { rootMargin: "400px" }).observe(strip);
  dark.addEventListener("change", fetched);
  slider.addEventListener("input", () => {
    const frame = frames[slider.value];
    source.srcset = name(frame.file, true);
    image.src = name(frame.file, false);
    image.alt = `${title}. ${frame.summary}`;
    told.textContent = frame.summary;
    said.textContent = frame.said;
    slider.setAttribute("aria-valuetext", frame.said);
    const settings = strip.querySelector("small");
    if (settings) settings.textContent = "";
  });
}
document.querySelectorAll(".strip").forEach(moving);

// ---- without a network ----
// The pages are kept by a service worker, this one's pictures included; what runs a lesson is kept
// once it has run.
const TOP = new URL(".", import.meta.url);
const told = document.getElementById("offline");

async function kept() {
  const found = await navigator.serviceWorker?.register(new URL("service-worker.js", TOP)).catch(() => null);
  if (!found) return; // no service worker here: an insecure address, or a private window
  const { active } = await navigator.serviceWorker.ready;
  const answer = await fetch(new URL("site.json", TOP)).catch(() => null);
  if (!answer?.ok) return; // without a network nothing is new
  const { files } = await answer.json();
  const shown = [...document.querySelectorAll(".strip")].map(({ id }) => `figures/${id}-`);
  const wanted = (path) => !/^(lite|reference|figures)\//.test(path) || shown.some((start) => path.startsWith(start));
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (told && data.course === "kept" && data.done === data.all) told.textContent = "This page is kept for use without a network.";
  });
  active.postMessage({ course: "keep", paths: Object.keys(files).filter(wanted) });
}
if (document.readyState === "complete") void kept();
else addEventListener("load", () => void kept());
