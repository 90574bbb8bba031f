import { type Command, Option } from 'commander';
import type { SignEthereumOptions } from '../commands/signEthereum.ts';
import type { SignTypedDataOptions } from '../commands/signTypedData.ts';
import { parseChainId, parseCount } from '../input/count.ts';
import { withRequestOptions } from './requestOptions.ts';
import { perform, type Shell, withExamples } from './shell.ts';

const DESCRIBED = ['to', 'value', 'chain', 'nonce', 'maxFee', 'priorityFee', 'gas', 'data'];

export function addEthereum(sign: Command, shell: Shell): void {
  const ethereum = withRequestOptions(
    sign
      .command('ethereum')
      .summary('an Ethereum transaction')
      .description(
        'Sign a transaction of an ECDSA key, on any EVM chain: an EIP-1559 transaction from the options, or a whole one from ' +
          'a file. No chain is asked, so nonce and fees are yours to say; nothing is broadcast.',
      ),
  )
    .option('--to <address>', 'who is paid or called: 0x and 40 hex digits, checksum verified')
    .option(
      '--value <amount>',
      'how much is paid: 1.5 is ETH, or 1.5eth, 20gwei, 7wei (default: nothing if there is --data)',
    )
    .option('--chain <id>', 'the chain by its number: 1 is Ethereum mainnet', parseChainId)
    .option('--nonce <n>', 'how many transactions the account sent before', parseCount('--nonce'))
    .option('--max-fee <price>', 'the most paid per gas: 30 is gwei, or 30gwei, 9wei')
    .option('--priority-fee <price>', "what of it is the block proposer's (default: 1gwei, or --max-fee if less)")
    .option('--gas <limit>', 'the gas limit (default: 21000 if there is no --data)', parseCount('--gas'))
    .option('--data <hex>', 'calldata: 0x and hex digits')
    .addOption(
      new Option(
        '--tx <file>',
        'instead of all these: an unsigned transaction in hex, of any type that is signed',
      ).conflicts(DESCRIBED),
    )
    .option('--out <file>', 'write the signed transaction (hex) to a file')
    .action((options: SignEthereumOptions) =>
      perform(shell, ethereum, async (context) =>
        (await import('../commands/signEthereum.ts')).signEthereum(context, options),
      ),
    );
  withExamples(
    ethereum,
    'quorate sign ethereum --key ops --chain 1 --nonce 7 --to 0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf --value 1.5 --max-fee 30',
    'quorate sign ethereum --key ops --path m/44/60/0/0/7 --tx unsigned.hex --out signed.hex',
  );
}

export function addTypedData(sign: Command, shell: Shell): void {
  const typedData = withRequestOptions(
    sign
      .command('typed-data')
      .argument('<file>', 'JSON, as eth_signTypedData_v4 takes it')
      .summary('EIP-712 typed data')
      .description(
        'Sign EIP-712 typed data with an ECDSA key: a permit, an order, a transaction of a Safe. All of it is shown.',
      ),
  )
    .option('--out <file>', 'write the signature (hex) to a file too')
    .action((file: string, options: SignTypedDataOptions) =>
      perform(shell, typedData, async (context) =>
        (await import('../commands/signTypedData.ts')).signTypedData(context, file, options),
      ),
    );
  withExamples(typedData, 'quorate sign typed-data --key ops permit.json');
}
