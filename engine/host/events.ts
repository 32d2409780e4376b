// Event and log rows: counted over the whole transaction, kept by the frame until it ends well.
import { LIMITS } from '../../spec/limits.ts';
import { ENGINE_EVENTS } from '../../spec/roles.ts';
import { type Bytes, owned } from '../base/bytes.ts';
import { Decoder } from '../base/codec.ts';
import { CodecError, Trap } from '../base/errors.ts';
import type { Frame } from './frame.ts';
import { checkName } from './names.ts';

export function emit(frame: Frame, name: string, topicBytes: Bytes, data: Bytes): void {
  const { run } = frame;
  checkName(name, 'event name');
  if (name.startsWith(ENGINE_EVENTS)) throw new Trap('HOST_ARGUMENT', `event name ${name}, which is the engine's`);
  const topics = topicsOf(topicBytes);
  const size = name.length + topicBytes.length + data.length;
  if (size > LIMITS.eventBytes.max) throw new Trap('HOST_ARGUMENT', `event of ${size} bytes`);
  run.eventCount += 1;
  run.eventBytes += size;
  if (run.eventCount > LIMITS.events.max) throw new Trap('EVENTS', `more than ${LIMITS.events.max}`);
  if (run.eventBytes > LIMITS.eventsBytes.max) throw new Trap('EVENTS', `more than ${LIMITS.eventsBytes.max} bytes`);
  frame.events.push({ contract: frame.self, name, topics, data: owned(data) });
}

function topicsOf(bytes: Bytes): Bytes[] {
  if (bytes.length === 4 && isZero(bytes)) return [];
  try {
    const from = new Decoder(bytes);
    const count = from.u32();
    if (count > LIMITS.topics.max) throw new CodecError(`${count} topics`);
    const topics: Bytes[] = [];
    for (let i = 0; i < count; i++) topics.push(topicOf(from));
    from.end();
    return topics;
  } catch (error) {
    if (error instanceof CodecError) throw new Trap('HOST_ARGUMENT', `topics: ${error.message}`);
    throw error;
  }
}

/** Borsh of an empty list, which most events have. */
function isZero(bytes: Bytes): boolean {
  return (bytes[0]! | bytes[1]! | bytes[2]! | bytes[3]!) === 0;
}

function topicOf(from: Decoder): Bytes {
  const topic = from.vec();
  if (topic.length > LIMITS.topicBytes.max) throw new CodecError(`topic of ${topic.length} bytes`);
  return owned(topic);
}

export function log(frame: Frame, text: Bytes): void {
  const { run } = frame;
  run.logCount += 1;
  if (run.logCount > LIMITS.logs.max) throw new Trap('LOGS', `more than ${LIMITS.logs.max}`);
  run.logs.push({ contract: frame.self, text: owned(text) });
}
