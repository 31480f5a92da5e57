// node-soap as a client of a service that takes signed messages: signed.js <url> <folder> <published WSDL>
//
// The folder has My/client.{pem,key} and My/service.pem. What node-soap does not do, verifying replies, is done here with
// the package that it signs with.
'use strict';
const fs = require('fs');
const path = require('path');
const soap = require('soap');
const { SignedXml } = require('xml-crypto');

const [url, folder, wsdl] = process.argv.slice(2);
const file = (name) => fs.readFileSync(path.join(folder, 'My', name), 'utf8');
const text = 'a <&> "\'\tä€\u{1d11e} ]]>';
let wrong = false;

async function check(what, test) {
  let right = false;
  try {
    right = await test();
  } catch (error) {
    console.log('  ' + error.message);
  }
  console.log((right ? 'right ' : 'WRONG ') + what);
  wrong ||= !right;
}

/** Whether a message is signed with a certificate, its body and its Timestamp. */
function isSigned(message, certificate) {
  const [signature] = /<Signature xmlns=.*<\/Signature>/s.exec(message);
  const verifier = new SignedXml({ publicCert: certificate, idMode: 'wssecurity', getCertFromKeyInfo: () => null });
  verifier.loadSignature(signature);
  try {
    if (!verifier.checkSignature(message)) return false;
  } catch (error) {
    return false;
  }
  const signed = verifier.getSignedReferences().join('');
  return /<\w+:Body /.test(signed) && /<\w+:Timestamp /.test(signed);
}

async function connect(options, key = 'client') {
  const client = await soap.createClientAsync(wsdl, {}, url);
  const port = client.InteropService.Soap11Port;
  // The second message of one WSSecurityCert has an Id twice: the counter of the one part meets the fixed Id of the other.
  const call = (operation) => (request) => new Promise((resolve, reject) => {
    client.setSecurity(new soap.WSSecurityCert(file(key + '.key'), file(key + '.pem'), '', options));
    port[operation](request, (error, result) => (error ? reject(error) : resolve(result)));
  });
  return { Add: call('Add'), Divide: call('Divide'), Echo: call('Echo'), last: () => client.lastResponse };
}

async function main() {
  // What is signed is canonicalized, and nothing else: a signature that is not within a part cannot be taken out of it.
  // And it is referred to by wsu:Id.
  const options = {
    signatureTransformations: ['http://www.w3.org/2001/10/xml-exc-c14n#'],
    signerOptions: { idMode: 'wssecurity' },
  };
  const client = await connect(options);
  const add = async (client, a, b) => (await client.Add({ a, b })).result;
  await check('Add', async () => (await add(client, 40, 2)) === 42 && (await add(client, -1, 1)) === 0);
  await check('the reply is signed', () => isSigned(client.last(), file('service.pem')));
  await check('the reply is not signed by somebody else', () => !isSigned(client.last(), file('client.pem')));
  await check('Echo', async () => (await client.Echo({ text })).result === text);
  await check('Divide by zero', () =>
    client.Divide({ a: 7.5, b: 0 }).then(() => false, (error) => /division by zero/.test(error.message)));
  const isRefused = (client) => add(client, 1, 2)
    .then(() => false, (error) => /An error was discovered while the Security header was processed/.test(error.message));
  await check('without a Timestamp', async () => isRefused(await connect({ ...options, hasTimeStamp: false })));
  await check('a body that is not signed', async () =>
    isRefused(await connect({ ...options, excludeReferencesFromSigning: ['Body'] })));
  await check("the service's own certificate", async () => isRefused(await connect(options, 'service')));
  process.exit(wrong ? 1 : 0);
}

main();
