// Scripts that send to apps and hear what apps say. Without PM2's own instrumentation (pmx), which
// adds actions and topics of its own.
const quiet = { pmx: false };
// What the app was told, one after another.
const told = (w, name) => w.lines(name)
  .filter((each) => each.startsWith('told ')).map((each) => each.slice(5));
const heard = async (w, name, count) => {
  await w.until(name + ' is told ' + count, () => told(w, name).length >= count);
  return told(w, name);
};
const up = async (w, name, args, more) => {
  await w.start(Object.assign({ name, args }, quiet, more));
  await w.line(name, 'up ');
};
const answer = (list) => Array.isArray(list)
  ? list.map((each) => [each.process, each.data]).sort((a, b) => a[0].pm_id - b[0].pm_id) : list;
const text = (error) => (Array.isArray(error) ? error[0] : error);
const trigger = (w, ...words) => new Promise((resolve) => w.pm2.trigger(...words, (err, value) =>
  resolve(err ? 'error: ' + (err.message || text(err)) : answer(value))));

// What the bus told of what an app said.
const heardOnBus = (w, name) => w.seen
  .filter((each) => !/^(log:|process:event$)/.test(each.topic) && each.data.process.name === name)
  .map((each) => [each.topic, each.data]);
// Lets an app say all that, and waits until the last of it has been heard. PM2 tells of the two kinds of
// messages, with a topic and without, each in order, but may mix them up.
const sayAll = async (w, name, messages) => {
  const [{ pm_id: id }] = await w.call('describe', name);
  const already = heardOnBus(w, name).length;
  const kept = messages.filter((each) => !between.includes(each && each.data && each.type));
  await w.call('sendDataToProcessId', id, { topic: 'say', data: messages });
  await w.until(name + ' has said all', () => heardOnBus(w, name).length >= already + kept.length);
};
const between = ['axm:action', 'axm:monitor', 'axm:option:setPID', 'axm:option:configuration'];

module.exports = {
  'a packet arrives as it is': async (w, print) => {
    await up(w, 'msg1');
    const packet = { id: 0, type: 'process:msg', data: { a: [1, 2.5, null, 'ü\n"'] }, topic: 't', more: 1 };
    print(await w.call('sendDataToProcessId', packet));
    print(await w.call('sendDataToProcessId', 0, { topic: 't', data: {} }));
    print(await w.call('sendDataToProcessId', '0', { topic: 't', data: 0 }));
    print(await heard(w, 'msg1', 3));
  },
  'a packet that lacks something': async (w, print) => {
    await up(w, 'msg2');
    for (const packet of [{}, { id: 99 }, { id: 0 }, { id: 0, topic: 't' }, { id: 0, data: 1 },
      { id: 0, topic: '', data: 1 }, { id: null, topic: 't', data: 1 }, { id: 'msg2', topic: 't', data: 1 },
      { id: 0, topic: 't', data: null }]) {
      print(packet, await w.remote('sendDataToProcessId', packet));
    }
    print(await heard(w, 'msg2', 1));
  },
  'a packet to an app that is down': async (w, print) => {
    await up(w, 'msg3');
    await w.call('stop', 'msg3');
    print(await w.fails('sendDataToProcessId', 0, { topic: 't', data: 1 }));
  },
  'a packet to an app that is not ready yet': async (w, print) => {
    w.start(Object.assign({ name: 'msg4', wait_ready: true, listen_timeout: 10000 }, quiet));
    await w.line('msg4', 'up ');
    print(await w.status('msg4'), await w.call('sendDataToProcessId', 0, { topic: 't', data: 1 }));
    print(await heard(w, 'msg4', 1));
  },
  'a packet to a program that knows no messages': async (w, print) => {
    await w.call('start', { script: '/bin/sleep', args: '1000', name: 'msg5', interpreter: 'none' });
    print(await w.call('sendDataToProcessId', 0, { topic: 't', data: 1 }), await w.status('msg5'));
  },
  'many packets arrive in order': async (w, print) => {
    await up(w, 'msg6');
    const sent = [];
    for (let i = 0; i < 500; i++) {
      sent.push(w.call('sendDataToProcessId', 0, { topic: 't', data: i }));
    }
    print((await Promise.all(sent)).filter((each) => each.success).length);
    const numbers = (await heard(w, 'msg6', 500)).map((each) => JSON.parse(each).data);
    print(numbers.every((each, i) => each === i));
  },
  'a packet of a megabyte': async (w, print) => {
    await up(w, 'msg7', 'brief');
    await w.call('sendDataToProcessId', 0, { topic: 't', data: 'ä'.repeat(500000) });
    print(await heard(w, 'msg7', 1));
  },
  'packets to an app that never reads': async (w, print) => {
    await up(w, 'msg8', 'deaf', { kill_timeout: 100 });
    await up(w, 'msg9');
    for (let i = 0; i < 60; i++) {
      const reply = await w.call('sendDataToProcessId', 0, { topic: 't', data: 'x'.repeat(20000) });
      if (!reply.success) print(i, reply);
    }
    print(await w.call('sendDataToProcessId', 1, { topic: 't', data: 'you' }), await heard(w, 'msg9', 1));
    print(await w.list(), (await w.call('stop', 'msg8'))[0].status);
  },
  'a line to the standard input lacks something': async (w, print) => {
    print(await w.remote('sendLineToStdin', {}), await w.remote('sendLineToStdin', { pm_id: 0 }));
    await up(w, 'msg10');
    await w.call('stop', 'msg10');
    print(await w.fails('sendLineToStdin', 0, 'x'), await w.fails('sendLineToStdin', 99, 'x'));
  },
  'a line to the standard input arrives': async (w, print) => {
    await up(w, 'msg11', 'stdin');
    print(await w.call('sendLineToStdin', 0, 'a line ü'), await heard(w, 'msg11', 1));
    await w.start(Object.assign({ name: 'msg12', exec_mode: 'cluster' }, quiet));
    await w.line('msg12', 'up ');
    print(await w.fails('sendLineToStdin', 1, 'x'));
  },
  'actions are on the list while the app is up': async (w, print) => {
    await up(w, 'act1', 'offer');
    await w.until('actions', async () => (await w.call('list'))[0].pm2_env.axm_actions.length === 2);
    print((await w.call('list'))[0].pm2_env.axm_actions);
    await w.call('stop', 'act1');
    print((await w.call('list'))[0].pm2_env.axm_actions);
    print(await w.remote('msgProcess', { id: 0, msg: 'greet' }));
    print(await w.remote('msgProcess', { name: 'act1', msg: 'greet' }));
  },
  'actions are asked for by number and by name': async (w, print) => {
    await up(w, 'act2', 'offer', { instances: 2, exec_mode: 'fork' });
    await up(w, 'act3');
    const asked = [{ id: 0, msg: 'greet' }, { id: '1', msg: 'greet', opts: null },
      { id: 0, msg: 'greet', opts: { a: 1 }, more: 2 }, { name: 'act2', msg: 'greet', opts: '' },
      { id: 0, name: 'act3', msg: 'greet' }, { name: 'all', msg: 'greet' }];
    await w.until('actions', async () => (await w.call('list'))
      .filter((each) => each.pm2_env.axm_actions.length === 2).length === 2);
    for (const one of asked) print(await w.remote('msgProcess', one));
    print((await heard(w, 'act2', 8)).sort());
    for (const one of [{}, { msg: 'greet' }, { id: 99, msg: 'greet' }, { id: 'act2', msg: 'greet' }, { id: 0 },
      { id: 0, msg: 'dance' }, { id: 2, msg: 'greet' }, { name: 'act2', msg: 'dance' }, { name: 'act2' },
      { name: 'nobody', msg: 'greet' }, { name: 'default', msg: 'greet' }, { name: '0', msg: 'greet' }]) {
      print(one, await w.remote('msgProcess', one));
    }
    print((await heard(w, 'act2', 10)).length, told(w, 'act3'));
  },
  'trigger gives what each instance answers': async (w, print) => {
    await up(w, 'act4', 'offer', { instances: 2, exec_mode: 'fork' });
    await w.until('actions', async () => (await w.call('list'))
      .filter((each) => each.pm2_env.axm_actions.length === 2).length === 2);
    print(await trigger(w, 'act4', 'greet'));
    print(await trigger(w, 'act4', 'greet', 'you'));
    print(await trigger(w, 0, 'greet', 'you'));
    print(await trigger(w, '1', 'greet'));
    print(await trigger(w, 'all', 'greet'));
    print((await heard(w, 'act4', 8)).sort());
  },
  'trigger of nobody and of nothing': async (w, print) => {
    await up(w, 'act5', 'offer');
    await w.until('actions', async () => (await w.call('list'))[0].pm2_env.axm_actions.length === 2);
    print(await trigger(w, 'nobody', 'greet'), await trigger(w, 99, 'greet'));
    print(await trigger(w, 'act5', 'dance'), await trigger(w, 0, 'dance'));
  },
  'bus: what apps say': async (w, print) => {
    await up(w, 'say1', 'say', { namespace: 'n' });
    await sayAll(w, 'say1', ['plain', 42, 1.5, true, false, 0, '', [1, { a: null }], {}, { no: 'type' },
      { type: 'topic' }, { type: 'topic', data: null }, { type: 'topic', data: 0 }, { type: '', data: 1 },
      { topic: 't', data: 1 }, { data: { only: 'data' } }, 'ready']);
    await sayAll(w, 'say1', [{ type: 'process:msg', data: { success: true }, topic: 'lost', id: 5 },
      { type: 'my:topic', data: { a: [1, 'ü\n"'] } }, { type: 'text', data: 'text' }, { type: 7, data: 1 },
      { type: ['a', 'b'], data: 2 }, { type: true, data: 3 }, { type: 'human:event', data: { __name: 'x' } },
      { type: 'x', data: 1, process: { pm_id: 77 }, at: 5, raw: 6 }]);
    const said = heardOnBus(w, 'say1');
    print(said.map(([topic, data]) => [topic, Object.keys(data).sort(), typeof data.at]));
    print(said.map(([topic, { data, raw, process }]) => [topic, data, raw, process]));
  },
  'bus: an exception that an app tells of': async (w, print) => {
    await up(w, 'say2', 'say');
    await sayAll(w, 'say2', [{ type: 'process:exception', data: { message: 'boom', stack: 'Error: boom' } }]);
    print(heardOnBus(w, 'say2').map(([topic, { data, process }]) => [topic, data, process]));
  },
  'bus: what is between an app and its supervisor': async (w, print) => {
    await up(w, 'say3', 'say');
    await sayAll(w, 'say3', [{ type: 'axm:action', data: { action_name: 'a' } },
      { type: 'axm:monitor', data: { m: { value: 1 } } }, { type: 'axm:option:setPID', data: 1 },
      { type: 'axm:option:configuration', data: { a: 1 } }, { type: 'axm:option:other', data: 1 },
      { type: 'axm:reply', data: { return: 1 } }, { type: 'axm:trace', data: { x: 1 } },
      { type: 'axm:scoped_action:stream', data: { data: 'x', uuid: 1, action_name: 'a' } }]);
    print(heardOnBus(w, 'say3').map(([topic, { data }]) => [topic, data]));
    const [{ pm2_env: env }] = await w.call('list');
    print(env.axm_actions, env.axm_monitor, env.axm_options);
  },
  'bus: a word of an action without what it says': async (w, print) => {
    await up(w, 'say4', 'say');
    await sayAll(w, 'say4', [{ type: 'axm:monitor' }, { type: 'axm:action' }, { type: 'axm:reply' }]);
    print(heardOnBus(w, 'say4').map(([topic, { data, raw }]) => [topic, data, raw]));
  },
  'bus: a burst of what an app says': async (w, print) => {
    await up(w, 'say5', 'burst');
    await w.call('sendDataToProcessId', 0, { topic: 't', data: 3000 });
    await w.until('all of it', () => heardOnBus(w, 'say5').length >= 3000);
    const numbers = heardOnBus(w, 'say5').map(([, { data }]) => data.i);
    print(numbers.length, numbers.every((each, i) => each === i));
  },
  'a program with PM2\'s own library': async (w, print) => {
    const script = w.path.join(w.path.dirname(w.app), 'io.js');
    const library = w.path.join(w.modules, '@pm2', 'io');
    await w.call('start', Object.assign({ script, name: 'io1', args: [library] }, quiet));
    const env = async () => (await w.call('list'))[0].pm2_env;
    await w.until('metrics', async () => (await env()).axm_monitor.Queue);
    const { axm_monitor: metrics, axm_actions: actions, axm_options: options } = await env();
    print(metrics.Queue, metrics['Heap Size'].unit, actions, Object.keys(options).sort());
    print((await trigger(w, 'io1', 'hello', 'you')).map(([, said]) => [said.action_name, said.return]));
    print(await trigger(w, 'io1', 'dance'));
    await w.call('sendSignalToProcessName', 'SIGUSR2', 'io1');
    for (const topic of ['human:event', 'process:exception']) {
      const told = await w.until(topic, () => w.seen.find((each) => each.topic === topic));
      print(told.data.process, Object.keys(told.data.data).sort(), told.data.data.name || told.data.data.__name);
    }
  },
};
