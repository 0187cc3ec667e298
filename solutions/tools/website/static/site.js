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
