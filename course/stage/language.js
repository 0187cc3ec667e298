// In another language `wordsOf()` has what is to stand for each sentence of a script. An entry
// with holes, "{0} more", is for any sentence of its form. Sentences are found where they are
// shown, so no script has to know of it; in English nothing is watched. What is code has
// translate="no", as HTML has it.
function inLanguage(el, wordsOf) {
  if (!Object.keys(wordsOf() ?? {}).length) return () => {};
  const hole = /\{(\d+)\}/g;
  const told = (text) => {
    const words = wordsOf();
    if (Object.hasOwn(words, text)) return words[text];
    for (const [entry, its] of Object.entries(words)) {
      if (entry.search(hole) < 0) continue;
      const form = entry.replace(/[.*+?^$|()[\]\\]/g, "\\$&").replace(hole, "(.*?)");
      const fit = new RegExp(`^${form}$`, "s").exec(text);
      if (fit) return its.replace(hole, (_, k) => told(fit[Number(k) + 1]));
    }
    return text;
  };
  const said = (text) => {
    const bare = text.trim();
    const its = bare && told(bare);
    return its === bare ? text : text.replace(bare, () => its);
  };
  const speak = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.parentElement?.translate === false) return;
      const its = said(node.data);
      if (its !== node.data) node.data = its;
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    for (const name of ["aria-label", "aria-roledescription", "title"]) {
      const is = node.getAttribute(name);
      if (is && said(is) !== is) node.setAttribute(name, said(is));
    }
    node.childNodes.forEach(speak);
  };
  const observer = new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      if (addedNodes.length) addedNodes.forEach(speak);
      else speak(target);
    }
  });
  speak(el);
  const what = ["aria-label", "aria-roledescription", "title"];
  observer.observe(el, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: what,
  });
  return () => observer.disconnect();
}
