import { type Command, Option } from 'commander';
import type { SignMessageOptions } from '../commands/signMessage.ts';
import type { SignPsbtOptions } from '../commands/signPsbt.ts';
import type { SignSolanaOptions } from '../commands/signSolana.ts';
import { NETWORK_NAMES } from '../input/choices.ts';
import { withRequestOptions } from './requestOptions.ts';
import { perform, type Shell, withExamples } from './shell.ts';
import { addEthereum, addTypedData } from './signEthereumSurface.ts';

export function addSignCommands(program: Command, shell: Shell): void {
  const sign = program
    .command('sign')
    .summary('have something signed')
    .description(
      'Have something signed. What will be signed is decoded and shown, with the request id, before it is sent.',
    );
  addMessage(sign, shell);
  addPsbt(sign, shell);
  addSolana(sign, shell);
  addEthereum(sign, shell);
  addTypedData(sign, shell);
}

function addMessage(sign: Command, shell: Shell): void {
  const message = withRequestOptions(
    sign
      .command('message')
      .argument('<text>', 'the text to sign')
      .summary('a text message')
      .description(
        'Sign a text: BIP-322 with a taproot key, a Solana off-chain message with an Ed25519 key, EIP-191 with an ECDSA key of either curve.',
      ),
  )
    .addOption(new Option('--chain <chain>', "BIP-322 by an ECDSA key's P2WPKH address").choices(['bitcoin']))
    .option('--out <file>', 'write the signature to a file too')
    .action((text: string, options: SignMessageOptions) =>
      perform(shell, message, async (context) =>
        (await import('../commands/signMessage.ts')).signMessage(context, text, options),
      ),
    );
  withExamples(message, 'quorate sign message --key treasury "we hold these coins"');
}

function addPsbt(sign: Command, shell: Shell): void {
  const psbt = withRequestOptions(
    sign
      .command('psbt')
      .argument('<file>', 'a PSBT: binary, base64 or hex')
      .summary('a Bitcoin transaction')
      .description(
        'Sign the inputs of a PSBT (v0 or v2) that belong to a taproot key, or to an ECDSA key if every input carries its previous transaction.',
      ),
  )
    .option('--out <file>', 'write the signed PSBT (base64) to a file')
    .option('--finalize', 'also finish the transaction and print it, ready for sendrawtransaction')
    .option('--max-fee <amount>', 'ask only if it pays no more than this, in sat or btc')
    .addOption(new Option('--network <network>', 'how addresses are shown').choices(NETWORK_NAMES).default('mainnet'))
    .action((file: string, options: SignPsbtOptions) =>
      perform(shell, psbt, async (context) =>
        (await import('../commands/signPsbt.ts')).signPsbt(context, file, options),
      ),
    );
  withExamples(
    psbt,
    'quorate sign psbt --key treasury in.psbt --out out.psbt --max-fee 20000sat',
    'quorate sign psbt --key treasury in.psbt --finalize --expires 1h --id payroll-2027-03',
  );
}

function addSolana(sign: Command, shell: Shell): void {
  const solana = withRequestOptions(
    sign
      .command('solana')
      .argument('<file>', 'a wire transaction: base64 or binary')
      .summary('a Solana transaction')
      .description('Sign a Solana transaction (legacy or v0). Signatures of others are kept, missing ones are listed.'),
  )
    .option('--out <file>', 'write the signed transaction (base64) to a file')
    .option('--max-fee <amount>', 'ask only if it pays no more than this, in lamports or sol')
    .action((file: string, options: SignSolanaOptions) =>
      perform(shell, solana, async (context) =>
        (await import('../commands/signSolana.ts')).signSolana(context, file, options),
      ),
    );
  withExamples(solana, 'quorate sign solana --key hot tx.base64 --out signed.base64');
}
