import { RequestRejected } from '@quorate/tss-core';
import type { NativeModule } from './cryptoki/nativeModule.ts';
import { hasFlag, listTokens, type TokenInfo } from './cryptoki/tokens.ts';

/** The one token of the label. RequestRejected `no-token`, telling which there are. */
export async function findToken(module: NativeModule, label: string): Promise<TokenInfo> {
  const tokens = (await listTokens(module)).filter((token) => hasFlag(token, 'TOKEN_INITIALIZED'));
  const named = tokens.filter((token) => token.label === label);
  const [only] = named;
  if (only && named.length === 1) return only;
  if (only) {
    const serials = named.map(({ serial }) => serial).join(', ');
    throw new RequestRejected(
      'no-token',
      `${named.length} tokens are called ${label} (serial numbers ${serials}), and which one is meant cannot be told`,
      'leave one of them connected, or give them different labels',
    );
  }
  const others = tokens.length > 0 ? `it has ${tokens.map((token) => token.label).join(', ')}` : 'it has none';
  throw new RequestRejected(
    'no-token',
    `the PKCS#11 library has no token called ${label}; ${others}`,
    'check the label, that the device is connected, and the configuration of the library (keystore.env)',
  );
}
