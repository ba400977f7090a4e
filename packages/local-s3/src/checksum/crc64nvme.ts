/** Reflected polynomial of CRC-64/NVME. */
export const crc64NvmePolynomial = 0x9a6c9329ac4bc9b5n;

const high = new Int32Array(256);
const low = new Int32Array(256);
for (let n = 0; n < 256; n++) {
  let c = BigInt(n);
  for (let k = 0; k < 8; k++) {
    c = c & 1n ? (c >> 1n) ^ crc64NvmePolynomial : c >> 1n;
  }
  high[n] = Number(BigInt.asIntN(32, c >> 32n));
  low[n] = Number(BigInt.asIntN(32, c));
}

/** CRC-64/NVME in two 32-bit halves, because BigInt in the loop would be many times slower. */
export class Crc64Nvme {
  private hi = -1;
  private lo = -1;

  static create(): Crc64Nvme {
    return new Crc64Nvme();
  }

  private constructor() {}

  update(data: Uint8Array): void {
    let hi = this.hi;
    let lo = this.lo;
    for (let i = 0; i < data.length; i++) {
      const n = (lo ^ data[i]) & 0xff;
      lo = ((lo >>> 8) | (hi << 24)) ^ low[n];
      hi = (hi >>> 8) ^ high[n];
    }
    this.hi = hi;
    this.lo = lo;
  }

  digest(): Buffer {
    const out = Buffer.alloc(8);
    out.writeInt32BE(~this.hi, 0);
    out.writeInt32BE(~this.lo, 4);
    return out;
  }
}
