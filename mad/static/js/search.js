// Search: "/" goes to the search field of any page; on a page of hits j and k walk them. Both rest while one types.
{
  const typing = (element) => element.matches("input, textarea, select, [contenteditable]");
  const hits = () => [...document.querySelectorAll("[data-hit]")];

  const neighbour = (step) => {
    const links = hits();
    const here = links.indexOf(document.activeElement.closest("[data-hit]"));
    return links[here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step];
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const field = document.querySelector("#q") ?? document.querySelector("[data-search]");
    const walk = { j: 1, k: -1 }[event.key];
    const target = event.key === "/" ? field : walk && neighbour(walk);
    if (!target) return;
    event.preventDefault();
    target.focus();
    if (event.key === "/") target.select();
  });
}
