// @grpc/grpc-js as a client: makes one scenario's calls and prints what it observed as JSON.
'use strict';
const path = require('path');
const readline = require('readline');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [address, proto, scenario] = process.argv.slice(2);
const test = grpc.loadPackageDefinition(
  loader.loadSync(path.resolve(proto), { defaults: true })).customergrains.fallback.test;
const options = scenario === 'gzip' ? { 'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip } : {};
const echo = new test.Echo(address, grpc.credentials.createInsecure(), options);
const DETAILS = Buffer.from([8, 5, 0, 255, 254]);
const EVERY_BYTE = Buffer.from([...Array(256).keys()]);

const show = observed => console.log(JSON.stringify(observed));
const limits = (milliseconds = 30000) => ({ deadline: Date.now() + milliseconds });

// A unary call: its answer or error, with headers and status.
function unaryCall(method, request, metadata = new grpc.Metadata(), callOptions = limits(), client = echo) {
  return new Promise(resolve => {
    const seen = {};
    let left = 2;
    const done = () => { if (--left === 0) resolve(seen); };
    const call = client[method](request, metadata, callOptions, (error, answer) => { Object.assign(seen, { error, answer }); done(); });
    call.on('metadata', headers => { seen.headers = headers; });
    call.on('status', status => { seen.status = status; done(); });
  });
}

// The status that a stream ends with; its error event says the same.
function ended(call) {
  call.on('error', () => {});
  return new Promise(resolve => call.on('status', ({ code, details, metadata }) => resolve({ code, detail: details, metadata })));
}

async function readAll(call) {
  const answers = [];
  call.on('data', answer => answers.push(answer));
  const { code, detail, metadata } = await ended(call);
  return { answers, code, detail, metadata };
}

const scenarios = {
  async unary() {
    const { answer, status } = await unaryCall('Say', { text: 'Grüße, 世界' });
    show({ text: answer.text, code: status.code, detail: status.details });
  },
  async empty() {
    const { answer } = await unaryCall('Say', {});
    show({ empty: answer.text === '' && answer.index === 0 && answer.payload.length === 0 });
  },
  async large() {
    const payload = Buffer.alloc(3072000, EVERY_BYTE);
    const { answer } = await unaryCall('Say', { payload });
    show({ same: payload.equals(answer.payload) });
  },
  async server_stream() {
    const { answers, code, detail } = await readAll(echo.Repeat({ count: 2000 }, limits()));
    show({ ordered: answers.length === 2000 && answers.every((answer, i) => answer.index === i), code, detail });
  },
  client_stream() {
    const call = echo.Gather(limits(), (error, answer) => show({ text: answer.text, index: answer.index }));
    for (const text of 'abc') call.write({ text });
    call.end();
  },
  async duplex() {
    const call = echo.Chat(limits());
    const status = ended(call);
    const answers = call[Symbol.asyncIterator]();
    for (let i = 0; i < 50; i++) {
      call.write({ text: `turn ${i}` });
      const { value } = await answers.next();
      if (value.text !== `turn ${i}`) throw new Error(`turn ${i}: ${value.text}`);
    }
    call.end();
    const rest = [];
    for (let next = await answers.next(); !next.done; next = await answers.next()) rest.push(next.value.text);
    const { code, detail } = await status;
    show({ rest, code, detail });
  },
  async metadata() {
    const sent = new grpc.Metadata();
    sent.add('x-text', 'plain, text');
    sent.add('x-bytes-bin', EVERY_BYTE);
    sent.add('x-trailer-text', 'after');
    sent.add('x-trailer-bytes-bin', Buffer.from([255]));
    const { headers, status } = await unaryCall('Say', {}, sent);
    show({
      text: headers.get('x-text')[0], bytes: EVERY_BYTE.equals(headers.get('x-bytes-bin')[0]),
      trailer: status.metadata.get('x-trailer-text')[0], trailer_bytes: status.metadata.get('x-trailer-bytes-bin')[0].equals(Buffer.from([255])),
    });
  },
  async status() {
    const { status } = await unaryCall('Fail', { count: 5, text: '50% of «Łódź»\nline 2', payload: DETAILS });
    show({
      details: DETAILS.equals(status.metadata.get('grpc-status-details-bin')[0]), reason: status.metadata.get('x-reason')[0],
      code: status.code, detail: status.details,
    });
  },
  async fail_after() {
    const { answers, code, detail, metadata } = await readAll(echo.FailAfter({ count: 3 }, limits()));
    show({ received: answers.length, sent: metadata.get('x-sent')[0], code, detail });
  },
  async exception() {
    const { status } = await unaryCall('Throw', {});
    show({ code: status.code, leaks: status.details.includes('secret') });
  },
  async unimplemented() {
    const absent = new test.Absent(address, grpc.credentials.createInsecure());
    const method = await unaryCall('Missing', {});
    const service = await unaryCall('Say', {}, undefined, undefined, absent);
    show({ method: method.status.code, service: service.status.code });
  },
  async deadline() {
    const { status } = await unaryCall('Hang', {}, undefined, limits(2000));
    show({ code: status.code });
  },
  async cancel() {
    const call = echo.Stall(limits());
    const status = ended(call);
    await call[Symbol.asyncIterator]().next();
    call.cancel();
    show({ code: (await status).code });
  },
  early_end() {
    let text;
    const call = echo.TakeOne(limits(), (error, answer) => { text = answer.text; });
    call.on('status', status => show({ text, code: status.code }));
    call.write({ text: 'first' });
  },
  async gzip() {
    const payload = Buffer.alloc(50000);
    const { answer } = await unaryCall('Say', { payload });
    const { answers } = await readAll(echo.Repeat({ payload, count: 3 }, limits()));
    show({ same: payload.equals(answer.payload), streamed: answers.filter(one => payload.equals(one.payload)).length });
  },
  async too_large() {
    const { status } = await unaryCall('Say', { payload: Buffer.alloc(2000000) });
    show({ code: status.code });
  },
  async flood() {
    const call = echo.Flood({ payload: Buffer.alloc(16 * 1024) }, limits());
    call.on('error', () => {});
    const answers = call[Symbol.asyncIterator]();
    await answers.next();
    for (let i = 0; i < 200; i++) await unaryCall('Say', {});
    show({ paused: true });
    await new Promise(resolve => readline.createInterface({ input: process.stdin }).once('line', resolve));
    let ordered = true;
    for (let i = 1; i <= 3000; i++) ordered = (await answers.next()).value.index === i && ordered;
    call.cancel();
    show({ ordered });
    process.exit(0);
  },
};

Promise.resolve(scenarios[scenario]()).catch(error => { console.error(error); process.exit(1); });
