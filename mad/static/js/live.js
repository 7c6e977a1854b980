// A part of the page that changes by itself (data-live="running") is asked for again until it says that it is over.
// Without this script the reader reloads.
{
  const EVERY = 1500;
  const again = async () => {
    const part = document.querySelector("[data-live=running]");
    if (!part) return location.reload();
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
      if (answer.ok && fresh && document.activeElement?.closest("[data-live]") !== part) part.replaceWith(fresh);
    } catch {
      // The connection is away; the next try may find it.
    }
    setTimeout(again, EVERY);
  };
  if (document.querySelector("[data-live=running]")) setTimeout(again, EVERY);
}
