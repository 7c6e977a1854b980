// Files chosen for a submission: name, size and SHA-256 of each, worked out here before anything is sent, so that the
// sender can compare them with the receipt (R12).
{
  const WHOLE = 64 * 2 ** 20;
  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const digest = async (file) => {
    if (file.size <= WHOLE && crypto.subtle)
      return hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const hash = new Sha256(),
      reader = file.stream().getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) hash.update(piece.value);
    return hash.hex();
  };

  const line = (file, limit) => {
    const item = document.createElement("li"),
      name = document.createElement("b"),
      sum = document.createElement("span");
    name.textContent = file.name;
    sum.className = "hash";
    sum.textContent = MAD.words.hashing;
    item.append(name, " ", MAD.say("bytes", { count: new Intl.NumberFormat(MAD.language).format(file.size) }), sum);
    if (limit && file.size > limit * 2 ** 20) {
      item.append(
        Object.assign(document.createElement("span"), {
          className: "is-wrong",
          textContent: MAD.say("tooBig", { limit }),
        }),
      );
    }
    return { item, sum };
  };

  const show = async (input) => {
    const list = input.closest(".govuk-form-group")?.querySelector("[data-files]");
    if (!list) return;
    const limit = Number(input.dataset.limitMb ?? 0),
      files = [...input.files],
      lines = files.map((file) => line(file, limit));
    list.replaceChildren(...lines.map(({ item }) => item));
    for (const [index, file] of files.entries()) {
      lines[index].sum.textContent = await digest(file).then(
        (sum) => `SHA-256 ${sum}`,
        () => MAD.words.unhashed,
      );
    }
  };

  MAD.digest = digest;
  document
    .querySelectorAll("input[type=file][data-upload]:not([data-tus])")
    .forEach((input) => input.addEventListener("change", () => show(input)));
}
