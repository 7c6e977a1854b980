// Files on the page that submits (R12): each is sent at once by tus, can be paused, and goes on after a lost
// connection or a reload. Without this script the form sends them itself.
{
  const input = document.querySelector("input[type=file][data-tus]"),
    list = document.querySelector("[data-uploads]"),
    line = document.querySelector("[data-upload-line]"),
    said = document.querySelector("[data-uploads-said]");
  const form = input?.form;
  const headers = { "X-CSRFToken": form?.elements.csrfmiddlewaretoken.value };
  const running = new Set();
  const STALLED = 30000;

  // What this browser remembers of an upload: where it is, under a digest. The file's name stays out of it.
  const KEY = "mad:upload:";
  const stored = {
    findAllUploads: async () => [],
    findUploadsByFingerprint: async (print) => {
      const kept = localStorage.getItem(KEY + print);
      return kept ? [{ ...JSON.parse(kept), urlStorageKey: KEY + print }] : [];
    },
    addUpload: async (print, { uploadUrl, size, creationTime }) => {
      localStorage.setItem(KEY + print, JSON.stringify({ uploadUrl, size, creationTime }));
      return KEY + print;
    },
    removeUpload: async (key) => localStorage.removeItem(key),
  };
  const fingerprint = async (file) => {
    const facts = [document.body.dataset.reader, file.name, file.size, file.lastModified].join("\n");
    return new Sha256().update(new TextEncoder().encode(facts)).hex();
  };

  const reason = (error) => {
    try {
      return JSON.parse(error.originalResponse.getBody()).detail;
    } catch {
      return error.originalResponse ? String(error.originalResponse.getStatus()) : "";
    }
  };

  class Sending {
    constructor(file) {
      this.file = file;
      this.item = line.content.firstElementChild.cloneNode(true);
      this.part = (name) => this.item.querySelector(`[data-${name}]`);
      this.part("name").textContent = file.name;
      this.part("size").textContent = MAD.say("bytes", {
        count: new Intl.NumberFormat(MAD.language).format(file.size),
      });
      for (const name of ["pause", "remove"]) this.part(name).setAttribute("aria-describedby", this.describe());
      this.part("pause").addEventListener("click", () => (this.state === "sending" ? this.pause() : this.resume()));
      this.part("remove").addEventListener("click", () => this.remove());
      this.upload = new tus.Upload(file, {
        endpoint: input.dataset.tus,
        metadata: { filename: file.name, filetype: file.type },
        headers,
        fingerprint,
        urlStorage: stored,
        removeFingerprintOnSuccess: true,
        retryDelays: [0, 1000, 3000, 5000, 10000, 20000, 30000],
        onProgress: (sent, all) => this.progress(all ? (100 * sent) / all : 100),
        onSuccess: () => this.arrived(),
        onError: (error) => this.failed(error),
        onShouldRetry: (error) => this.worthAnotherTry(error),
      });
      this.progress(0);
      list.append(this.item);
    }

    describe() {
      const name = this.part("name");
      name.id = `upload-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
      return name.id;
    }

    async start() {
      running.add(this);
      this.show("sending");
      this.hash();
      const [earlier] = await this.upload.findPreviousUploads();
      if (earlier) {
        this.upload.resumeFromPreviousUpload(earlier);
        list.querySelector(`[data-upload-url="${CSS.escape(new URL(earlier.uploadUrl, location).pathname)}"]`)?.remove();
      }
      if (this.state === "sending") this.upload.start();
    }

    async hash() {
      const place = this.part("hash");
      place.textContent = MAD.words.hashing;
      this.own = MAD.digest(this.file);
      place.textContent = await this.own.then(
        (sum) => `SHA-256 ${sum}`,
        () => MAD.words.unhashed,
      );
    }

    progress(percent) {
      if (this.state === "waiting") this.show("sending");
      this.moved = Date.now();
      this.percent = Math.floor(percent);
      this.item.querySelector("progress").value = this.percent;
      this.say("sent");
    }

    say(word, values = {}) {
      this.part("said").textContent = MAD.say(word, { percent: this.percent, ...values });
    }

    show(state) {
      this.state = state;
      const going = state === "sending";
      this.item.dataset.state = state;
      this.item.querySelector(".app-progress").className =
        "app-progress" + (state === "failed" ? " app-progress--failed" : going ? "" : " app-progress--paused");
      this.part("pause").textContent = going ? MAD.words.pause : MAD.words.resume;
      this.part("pause").hidden = state === "whole" || state === "different";
    }

    pause() {
      this.upload.abort();
      this.show("paused");
      this.say("paused");
    }

    resume() {
      this.upload.abort();
      this.show("sending");
      this.say("sent");
      this.moved = Date.now();
      this.upload.start();
    }

    // The connection may be gone without a word: nothing fails then, and nothing moves.
    lost() {
      this.upload.abort();
      this.show("waiting");
      this.say("waiting");
    }

    get stalled() {
      return this.state === "sending" && this.percent < 100 && Date.now() - this.moved > STALLED;
    }

    worthAnotherTry(error) {
      const status = error.originalResponse?.getStatus() ?? 0;
      if (status >= 400 && status < 500 && ![409, 423, 429].includes(status)) return false;
      this.show("waiting");
      this.say("waiting");
      return navigator.onLine;
    }

    failed(error) {
      if (error.originalResponse) {
        this.show("failed");
        this.say("notSent", { reason: reason(error) });
        return;
      }
      this.show("waiting");
      this.say("waiting");
    }

    async arrived() {
      const url = this.upload.url;
      const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
      const state = answer?.ok ? await answer.json() : null;
      const own = await this.own.catch(() => "");
      this.progress(100);
      running.delete(this);
      if (state?.sha256 && own && state.sha256 !== own) {
        this.show("different");
        this.say("differs");
        return;
      }
      this.show("whole");
      this.item.querySelector(".app-progress").className = "small quiet";
      this.item.querySelector("progress").remove();
      this.say(state?.sha256 && own ? "arrived" : "received");
      const sent = this.item.querySelector("input");
      sent.value = new URL(url, location).pathname.split("/").filter(Boolean).pop();
      sent.disabled = false;
    }

    async remove() {
      running.delete(this);
      this.item.remove();
      await this.upload.abort(true).catch(() => null);
      input.focus();
    }
  }

  // A line that the server wrote: a file that arrived before this page was opened.
  const removable = (item) => {
    const button = item.querySelector("[data-remove]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      item.remove();
      input.focus();
      await tus.Upload.terminate(item.dataset.uploadUrl, { headers }).catch(() => null);
    });
  };

  const begin = () => {
    [...input.files].forEach((file) => new Sending(file).start());
    input.value = "";
  };

  if (input && list && globalThis.tus?.isSupported) {
    list.querySelectorAll("[data-upload-url]").forEach(removable);
    input.addEventListener("change", begin);
    setInterval(() => running.forEach((one) => one.stalled && one.resume()), STALLED / 3);
    addEventListener("offline", () => running.forEach((one) => one.state === "sending" && one.lost()));
    addEventListener("online", () => running.forEach((one) => one.state === "waiting" && one.resume()));
    form.addEventListener("submit", (event) => {
      if (!running.size) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      said.textContent = MAD.words.unfinished;
      list.scrollIntoView({ block: "nearest" });
    }, true);
  }
}
