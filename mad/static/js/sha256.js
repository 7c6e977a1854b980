// SHA-256 (FIPS 180-4) fed piece by piece. The browser's own WebCrypto takes only whole buffers and only on secure
// pages; this one serves files too large to hold in memory.
class Sha256 {
  static K = Uint32Array.from(Sha256.primes(64), (p) => Sha256.fraction(Math.cbrt(p)));
  static H = Uint32Array.from(Sha256.primes(8), (p) => Sha256.fraction(Math.sqrt(p)));

  static primes(count) {
    const found = [];
    for (let n = 2; found.length < count; n++) if (found.every((p) => n % p)) found.push(n);
    return found;
  }

  static fraction(root) {
    return Math.floor((root % 1) * 2 ** 32);
  }

  state = Uint32Array.from(Sha256.H);
  words = new Uint32Array(64);
  block = new Uint8Array(64);
  filled = 0;
  length = 0;

  update(bytes) {
    this.length += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const taken = Math.min(64 - this.filled, bytes.length - at);
      this.block.set(bytes.subarray(at, at + taken), this.filled);
      this.filled += taken;
      at += taken;
      if (this.filled === 64) this.compress();
    }
    return this;
  }

  compress() {
    const w = this.words,
      view = new DataView(this.block.buffer);
    const rotate = (x, n) => (x >>> n) | (x << (32 - n));
    for (let i = 0; i < 16; i++) w[i] = view.getUint32(i * 4);
    for (let i = 16; i < 64; i++) {
      const s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ (w[i - 15] >>> 3);
      const s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ (w[i - 2] >>> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    let [a, b, c, d, e, f, g, h] = this.state;
    for (let i = 0; i < 64; i++) {
      const t1 = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + Sha256.K[i] + w[i]) | 0;
      const t2 = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => {
      this.state[i] += value;
    });
    this.filled = 0;
  }

  hex() {
    const bits = BigInt(this.length) * 8n,
      padding = new Uint8Array(((119 - this.filled) % 64) + 1 + 8);
    padding[0] = 0x80;
    new DataView(padding.buffer).setBigUint64(padding.length - 8, bits);
    this.update(padding);
    return [...this.state].map((word) => word.toString(16).padStart(8, "0")).join("");
  }
}
