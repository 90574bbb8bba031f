// Pays tokens from an account below a key, through an ordinary viem wallet: it asks the chain for nonce, gas and fees, has the
// nodes sign, and broadcasts.
//
//   node --conditions=quorate-src pay_token.ts http://127.0.0.1:41201 .quorate KEY ACCOUNT RPC_URL TOKEN TO UNITS
import { quorateAccount, SignaturePending, SignatureRefused } from '@quorate/client/viem';
import { createWalletClient, erc20Abi, getAddress, http, publicActions } from 'viem';
import { mainnet } from 'viem/chains';
import { deskClient, verifiedKey } from './desk.ts';

const [url = '', directory = '', keyName = '', index = '', rpc = '', token = '', to = '', units = ''] =
  process.argv.slice(2);
const client = deskClient(url, directory);
// One customer, one account: all of them are children of one key, m/44/60/0/0/n.
const path = [44, 60, 0, 0, Number(index)];
const account = quorateAccount({ client, key: await verifiedKey(client, keyName), path });
const wallet = createWalletClient({ account, chain: mainnet, transport: http(rpc) }).extend(publicActions);

try {
  const call = { abi: erc20Abi, address: getAddress(token), functionName: 'transfer' } as const;
  const hash = await wallet.writeContract({ ...call, args: [getAddress(to), BigInt(units)] });
  process.stdout.write(`${hash}\n`);
} catch (problem) {
  const cause = problem instanceof Error ? problem.cause : undefined;
  for (const one of [problem, cause]) {
    if (one instanceof SignaturePending)
      process.stderr.write(`not decided yet: quorate request watch ${one.requestId}\n`);
    if (one instanceof SignatureRefused) process.stderr.write(`request ${one.requestId}: ${one.message}\n`);
  }
  throw problem;
}
