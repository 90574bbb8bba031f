/** There is no link to the member now, or it was lost before the message was handed over. Nobody is to blame for it. */
export class LinkDown extends Error {
  readonly code = 'link-down';
  readonly member: string;

  constructor(member: string) {
    super(`no link to ${member}`);
    this.name = 'LinkDown';
    this.member = member;
  }
}

/** The member takes messages more slowly than they are sent to it; the message was not queued. */
export class QueueFull extends Error {
  readonly code = 'queue-full';
  readonly member: string;

  constructor(member: string) {
    super(`too much is waiting to be sent to ${member}`);
    this.name = 'QueueFull';
    this.member = member;
  }
}

/** A frame larger than its protocol allows; its sender must not have made it. */
export class FrameTooLarge extends Error {
  readonly code = 'frame-too-large';

  constructor(protocol: string, bytes: number, maxBytes: number) {
    super(`a frame of ${bytes} bytes for ${protocol}, which takes at most ${maxBytes}`);
    this.name = 'FrameTooLarge';
  }
}

/** The node did not answer a call in time; whether it acted on it is unknown. */
export class CallTimeout extends Error {
  readonly code = 'call-timeout';
  readonly member: string;

  constructor(member: string, method: string, timeoutMs: number) {
    super(`${member} did not answer ${method} within ${timeoutMs} ms`);
    this.name = 'CallTimeout';
    this.member = member;
  }
}
