import { type RequestView, toHex } from '@quorate/requests';
import type { VerifiedKey } from '../keys/verifiedKey.ts';
import { verifyKey } from '../keys/verifyKey.ts';
import type { QuorateClient } from '../quorateClient.ts';
import type { BuiltRequest } from '../requests/buildRequest.ts';
import type { FakeCoordinator } from './fakeCoordinator.ts';
import { sample, treasury, viewOf } from './scene.ts';

export const treasuryKey: VerifiedKey = verifyKey(treasury.view, sample.cluster);
export const ID = 'payroll-2027';

/** A request by the treasury key for a text. */
export function hello(client: QuorateClient, text = 'hello', id = ID): BuiltRequest {
  return client.buildRequest({ key: treasuryKey, intent: { kind: 'message', value: { text } }, id });
}

/** What the nodes would sign. */
export function signaturesOf({ prepared }: BuiltRequest): string[] {
  return treasury.sign(prepared.messages).map(toHex);
}

/** What an honest coordinator says when it is done. */
export function signedView(built: BuiltRequest, changes: Partial<RequestView> = {}): RequestView {
  const signers = ['node-1', 'node-2'];
  return viewOf(built.signed, { state: 'signed', signatures: signaturesOf(built), signers, ...changes });
}

/** Answers both routes of a request with the same view. */
export function answerWith(coordinator: FakeCoordinator, view: RequestView, id = ID): void {
  coordinator.on('POST /v1/requests', () => ({ status: 202, body: view }));
  coordinator.on(`GET /v1/requests/${id}`, () => ({ body: view }));
}
