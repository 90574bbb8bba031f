// Has the nodes sign a payment in ether and prints the raw transaction. Asks no chain, broadcasts nothing.
//
//   node --conditions=quorate-src pay_ether.ts http://127.0.0.1:41201 .quorate KEY TO ETHER CHAIN NONCE MAX_FEE_GWEI
import { quorateAccount } from '@quorate/client/viem';
import { getAddress, parseEther, parseGwei } from 'viem';
import { deskClient, verifiedKey } from './desk.ts';

const [url = '', directory = '', keyName = '', to = '', ether = '', chain = '', nonce = '', fee = ''] =
  process.argv.slice(2);
const client = deskClient(url, directory);
const account = quorateAccount({ client, key: await verifiedKey(client, keyName) });
const transaction = await account.signTransaction({
  type: 'eip1559',
  chainId: Number(chain),
  nonce: Number(nonce),
  to: getAddress(to),
  value: parseEther(ether),
  gas: 21_000n,
  maxFeePerGas: parseGwei(fee),
  maxPriorityFeePerGas: parseGwei('1'),
});
process.stdout.write(`${transaction}\n`);
