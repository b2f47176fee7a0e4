import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';

const A = 1;
const AAAA = 28;
const NXDOMAIN = 3;
const TTL_S = 5;

export interface Name {
  readonly v4: string;
  readonly v6?: string;
}

export type Names = Readonly<Record<string, Name>>;

/** The answer to a question of DNS (RFC 1035), and what was asked for; null when it is no question. */
export function answerQuestion(names: Names, query: Buffer): { readonly reply: Buffer; readonly asked: string } | null {
  const question = readQuestion(query);
  if (question === null) return null;
  const { name, type, end } = question;
  const known = names[name];
  const address = type === A ? known?.v4 : type === AAAA ? known?.v6 : undefined;
  const data = address === undefined ? null : type === A ? v4Bytes(address) : v6Bytes(address);
  const head = Buffer.from(query.subarray(0, end));
  // An authoritative answer; recursion is available.
  head.writeUInt16BE(0x8580 | (known ? 0 : NXDOMAIN), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(data ? 1 : 0, 6);
  head.writeUInt16BE(0, 8);
  head.writeUInt16BE(0, 10);
  const reply = data ? Buffer.concat([head, record(type, data)]) : head;
  return { reply, asked: `${name} ${type} ${address ?? (known ? 'no such record' : 'NXDOMAIN')}` };
}

/** Serves the names on port 53, over UDP and TCP; tells what was asked. */
export function serveDns(names: Names, address: string, tell: (asked: string) => void): void {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const answered = answerQuestion(names, query);
    if (answered === null) return;
    tell(`${from.address} ${answered.asked}`);
    socket.send(answered.reply, from.port, from.address);
  });
  socket.bind(53, address);
  createServer((client) => serveTcp(names, client)).listen(53, address);
}

function serveTcp(names: Names, client: Socket): void {
  client.on('error', () => client.destroy());
  client.once('data', (framed) => {
    const answered = answerQuestion(names, framed.subarray(2));
    if (answered === null) {
      client.destroy();
      return;
    }
    const length = Buffer.alloc(2);
    length.writeUInt16BE(answered.reply.length);
    client.end(Buffer.concat([length, answered.reply]));
  });
}

function readQuestion(query: Buffer): { readonly name: string; readonly type: number; readonly end: number } | null {
  if (query.length < 17) return null;
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  if (at + 5 > query.length) return null;
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** A resource record for the name that stands at byte 12 of the message. */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(TTL_S, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function v4Bytes(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number));
}

function v6Bytes(address: string): Buffer {
  const [left = '', right] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const missing = 8 - groups(left).length - groups(right ?? '').length;
  const all =
    right === undefined ? groups(left) : [...groups(left), ...Array<string>(missing).fill('0'), ...groups(right)];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}
