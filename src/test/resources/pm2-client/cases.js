// Scripts that use PM2's own client: a name, and what is done and printed. The list is empty at the
// beginning of each but the last, which ends the daemon.
module.exports = {
  'an empty list is empty': async (w, print) => print(await w.list()),
  'start gives the process': async (w, print) => {
    const [one] = await w.start({ name: 'a' });
    print(one.pm2_env.name, one.pm2_env.pm_id, one.pm2_env.status, one.pm2_env.exec_mode);
    print(typeof one.pid, typeof one.process.pid);
  },
  'list has what programs read': async (w, print) => {
    await w.start({ name: 'a', args: ['x', 'y'], namespace: 'n' });
    const [one] = await w.call('list');
    print(Object.keys(one).sort());
    print(Object.keys(one.monit).sort(), typeof one.monit.cpu, typeof one.monit.memory);
    for (const key of ['name', 'namespace', 'args', 'autorestart', 'autostart', 'exec_interpreter',
      'exec_mode', 'instance_var', 'instances', 'kill_retry_time', 'merge_logs', 'node_args', 'pm_cwd',
      'pm_exec_path', 'pm_id', 'restart_time', 'status', 'treekill', 'unstable_restarts', 'username',
      'version', 'vizion_running', 'axm_actions', 'axm_monitor', 'NODE_APP_INSTANCE', 'km_link']) {
      print(key, one.pm2_env[key]);
    }
    for (const key of ['pm_uptime', 'created_at', 'env', 'pm_out_log_path', 'pm_err_log_path']) {
      print(key, typeof one.pm2_env[key]);
    }
    print(w.path.relative(w.home, one.pm2_env.pm_out_log_path));
    print(w.path.relative(w.home, one.pm2_env.pm_pid_path));
  },
  'an app has the version of its node': async (w, print) => {
    await w.start({ name: 'a' });
    const version = async () => (await w.call('list'))[0].pm2_env.node_version;
    print(await w.until('a version', version) === process.versions.node);
    await w.call('stop', 'a');
    print(await version() === process.versions.node);
  },
  'a watched app is restarted when a file changes, and watched until it is stopped': async (w, print) => {
    const watched = w.path.join(w.folder, 'watched');
    w.fs.mkdirSync(watched, { recursive: true });
    await w.start({ name: 'a', watch: [watched], ignore_watch: ['*.md'], watch_delay: 5 });
    const env = async () => (await w.call('list'))[0].pm2_env;
    print((await env()).watch.length, (await env()).ignore_watch, (await env()).watch_delay);
    let count = 0;
    await w.until('a restart', async () => {
      w.fs.writeFileSync(w.path.join(watched, 'file' + count++), '');
      await new Promise((resolve) => setTimeout(resolve, 500));
      return (await env()).restart_time > 0;
    });
    await w.call('stop', 'a');
    print((await env()).watch, (await env()).status);
  },
  'a schedule is shown': async (w, print) => {
    await w.start({ name: 'a', cron_restart: '0 3 * * *' });
    print((await w.call('list'))[0].pm2_env.cron_restart);
  },
  'describe finds one by name and by number': async (w, print) => {
    await w.start({ name: 'a' });
    await w.start({ name: 'b' });
    print(w.brief(await w.call('describe', 'b')));
    print(w.brief(await w.call('describe', 0)));
  },
  'describe of nobody is empty': async (w, print) => print(await w.call('describe', 'nobody')),
  'arguments arrive one by one': async (w, print) => {
    await w.start({ name: 'a', args: 'stay "b c" d' });
    print((await w.given('a')).rest);
  },
  'an app has its variables': async (w, print) => {
    await w.start({ name: 'a', env: { COLOUR: 'red', COUNT: 5 } });
    print((await w.given('a')).colour);
    const [one] = await w.call('list');
    print(String(one.pm2_env.env.COUNT), one.pm2_env.COLOUR);
  },
  'an app runs in its folder': async (w, print) => {
    await w.start({ name: 'a', cwd: w.folder });
    print((await w.given('a')).cwd === w.folder);
  },
  'instances know their slots': async (w, print) => {
    const started = await w.start({ name: 'a', instances: 2, exec_mode: 'fork' });
    print(started.length, await w.list());
    await w.until('both', () => w.lines('a').filter((each) => each.startsWith('up')).length === 2);
    print(w.lines('a').map((each) => JSON.parse(each.slice(3)).slot).sort());
  },
  'instances count a variable up': async (w, print) => {
    await w.start({ name: 'a', instances: 3, exec_mode: 'fork', increment_var: 'COLOUR', env: { COLOUR: 5 } });
    const given = () => w.lines('a').filter((each) => each.startsWith('up '))
      .map((each) => JSON.parse(each.slice(3))).map((each) => [each.slot, each.colour]);
    await w.until('all', () => given().length === 3);
    print(given().sort());
    await w.call('restart', 1);
    await w.until('another', () => given().length === 4);
    print(given()[3]);
    await w.call('scale', 'a', 4);
    await w.until('one more', () => given().length === 5);
    print(given()[4]);
  },
  'one of several is restarted by its number': async (w, print) => {
    await w.start({ name: 'a', instances: 3, exec_mode: 'fork' });
    const before = await w.call('list');
    await w.call('restart', 1);
    await w.call('restart', '2');
    const after = await w.call('list');
    print(after.map((each, i) => [each.pm_id, each.pm2_env.NODE_APP_INSTANCE, each.pm2_env.restart_time,
      each.pid === before[i].pid]));
    print(await w.fails('restart', 7), await w.fails('restart', '7'), await w.fails('reload', 7));
  },
  'start of a known name restarts it': async (w, print) => {
    await w.start({ name: 'a' });
    const [again] = await w.start({ name: 'a' });
    print(again.name, again.status, again.restart_time, await w.list());
  },
  'start by name brings back what is stopped': async (w, print) => {
    await w.start({ name: 'a' });
    await w.call('stop', 'a');
    await w.call('start', 'a');
    print(await w.list());
  },
  'start of a file and its options': async (w, print) => {
    await w.call('start', w.app, { name: 'a' });
    print(await w.list());
  },
  'start of several at once': async (w, print) => {
    const started = await w.call('start', [{ script: w.app, name: 'a' }, { script: w.app, name: 'b' }]);
    print(started.length, (await w.list()).map((each) => each.name).sort());
  },
  'start of a configuration with apps': async (w, print) => {
    await w.call('start', { apps: [{ script: w.app, name: 'a' }] });
    print(await w.list());
  },
  'start of a file that is not there': async (w, print) =>
    print(await w.fails('start', { script: w.path.join(w.folder, 'no.js') }), await w.list()),
  'a program that needs no interpreter': async (w, print) => {
    await w.call('start', { script: '/bin/sleep', args: '1000', name: 's', interpreter: 'none' });
    print(await w.list());
  },
  'an app that does not start by itself': async (w, print) => {
    const [one] = await w.start({ name: 'a', autostart: false });
    print(one.pm2_env.status, await w.list());
  },
  'stop leaves it in the list': async (w, print) => {
    await w.start({ name: 'a' });
    const [one] = await w.call('stop', 'a');
    print(one.name, one.pm_id, one.status, await w.list());
  },
  'stop by number': async (w, print) => {
    await w.start({ name: 'a' });
    await w.call('stop', 0);
    print(await w.list());
  },
  'stop twice is stopped': async (w, print) => {
    await w.start({ name: 'a' });
    await w.call('stop', 'a');
    print((await w.call('stop', 'a'))[0].status);
  },
  'stop of nobody': async (w, print) => print(await w.fails('stop', 'nobody')),
  'stop of all': async (w, print) => {
    await w.start({ name: 'a' });
    await w.start({ name: 'b' });
    await w.call('stop', 'all');
    print(await w.list());
  },
  'stop of a namespace': async (w, print) => {
    await w.start({ name: 'a', namespace: 'n' });
    await w.start({ name: 'b' });
    await w.call('stop', 'n');
    print(await w.list());
  },
  'restart is a new process': async (w, print) => {
    const [first] = await w.start({ name: 'a' });
    const [one] = await w.call('restart', 'a');
    print(one.name, one.status, one.restart_time);
    const [now] = await w.call('list');
    print(now.pid > 0 && now.pid !== first.pid);
  },
  'restart brings back what is stopped': async (w, print) => {
    await w.start({ name: 'a' });
    await w.call('stop', 'a');
    await w.call('restart', 'a');
    print(await w.list());
  },
  'restart of nobody': async (w, print) => print(await w.fails('restart', 'nobody')),
  'restart takes new variables when told': async (w, print) => {
    process.env.COLOUR = 'red';
    await w.start({ name: 'a' });
    await w.given('a');
    process.env.COLOUR = 'blue';
    await w.call('restart', 'a');
    print((await w.given('a', 2)).colour);
    await w.call('restart', 'a', { updateEnv: true });
    print((await w.given('a', 3)).colour);
    delete process.env.COLOUR;
  },
  'start of a known name takes its new settings': async (w, print) => {
    await w.start({ name: 'a', env: { COLOUR: 'red' } });
    await w.given('a');
    await w.start({ name: 'a', env: { COLOUR: 'blue' }, max_restarts: 7 });
    print((await w.given('a', 2)).colour, (await w.call('list'))[0].pm2_env.max_restarts);
  },
  'reload leaves it online': async (w, print) => {
    await w.start({ name: 'a' });
    const [one] = await w.call('reload', 'a');
    print(one.name, one.status, one.restart_time);
  },
  'cluster: a reload replaces each run and keeps its number': async (w, print) => {
    await w.start({ name: 'c', instances: 2, exec_mode: 'cluster', listen_timeout: 1000 });
    const shown = async () => (await w.call('list')).map((each) => each.pm2_env);
    const pids = async () => (await w.call('list')).map((each) => each.pid);
    const slots = (all) => all.map((each) => each.NODE_APP_INSTANCE).sort();
    const before = await pids();
    print((await shown()).map((each) => [each.exec_mode, each.status]), slots(await shown()));
    await w.call('reload', 'c');
    const all = await w.until('both are up', async () => {
      const now = await shown();
      return now.length === 2 && now.every((each) => each.status === 'online') && now;
    });
    print(all.map((each) => [each.pm_id, each.exec_mode, each.restart_time]).sort(), slots(all));
    print((await pids()).some((each) => before.includes(each)));
  },
  'cluster: more and fewer': async (w, print) => {
    await w.start({ name: 'c', instances: 2, exec_mode: 'cluster' });
    await w.call('scale', 'c', 3);
    await w.until('three', async () => (await w.call('list')).length === 3);
    await w.call('scale', 'c', 1);
    const [one] = await w.until('one', async () => {
      const all = await w.call('list');
      return all.length === 1 && all;
    });
    print(one.pm2_env.status, one.pm2_env.exec_mode);
  },
  'reload of nobody': async (w, print) => print(await w.fails('reload', 'nobody')),
  'delete takes it off the list': async (w, print) => {
    await w.start({ name: 'a' });
    await w.start({ name: 'b' });
    const [one] = await w.call('delete', 'a');
    print(one.name, one.pm_id, one.status, await w.list());
  },
  'delete of nobody': async (w, print) => print(await w.fails('delete', 'nobody')),
  'delete of all': async (w, print) => {
    await w.start({ name: 'a', instances: 2, exec_mode: 'fork' });
    await w.call('delete', 'all');
    print(await w.list());
  },
  'reset counts from 0': async (w, print) => {
    await w.start({ name: 'a' });
    await w.call('restart', 'a');
    print(await w.call('reset', 'a'), await w.list());
  },
  'scale up and down': async (w, print) => {
    await w.start({ name: 'a' });
    print(await w.call('scale', 'a', 3), (await w.list()).length);
    print(await w.call('scale', 'a', 1), (await w.list()).length);
  },
  'a signal by name arrives': async (w, print) => {
    await w.start({ name: 'a' });
    await w.given('a');
    print(w.brief(await w.call('sendSignalToProcessName', 'SIGUSR2', 'a')));
    print(await w.line('a', 'usr2'));
  },
  'a signal by number arrives': async (w, print) => {
    await w.start({ name: 'a' });
    await w.given('a');
    await w.call('sendSignalToProcessId', 'SIGUSR2', 0);
    print(await w.line('a', 'usr2'));
  },
  'a signal to nobody': async (w, print) =>
    print(await w.fails('sendSignalToProcessName', 'SIGUSR2', 'nobody')),
  'a signal that is none': async (w, print) => {
    await w.start({ name: 'a' });
    print(await w.fails('sendSignalToProcessName', 'SIGNONE', 'a'));
  },
  'a message to nobody': async (w, print) => {
    print(await w.fails('sendDataToProcessId', { id: 99, type: 'process:msg', data: {}, topic: 't' }));
    print(await w.call('msgProcess', { name: 'nobody', msg: 'x' }));
    print(await w.fails('sendLineToStdin', 99, 'x'));
  },
  'flush empties the log': async (w, print) => {
    await w.start({ name: 'a' });
    await w.given('a');
    const file = (await w.call('list'))[0].pm2_env.pm_out_log_path;
    await w.until('a line in the file', () => w.fs.statSync(file).size > 0);
    await w.call('flush', 'a');
    print(w.fs.statSync(file).size);
  },
  'a log file of its own is written': async (w, print) => {
    const file = w.path.join(w.home, 'own.log');
    await w.start({ name: 'a', out_file: file });
    print(await w.until('a line', () =>
      w.fs.existsSync(file) && w.fs.readFileSync(file, 'utf8').startsWith('up ')));
  },
  'reloadLogs answers': async (w, print) => print(await w.call('reloadLogs')),
  'dump writes the list and resurrect brings it back': async (w, print) => {
    await w.start({ name: 'a' });
    print(await w.call('dump'));
    print(JSON.parse(w.fs.readFileSync(w.path.join(w.home, 'dump.pm2'), 'utf8')).map((e) => e.name));
    await w.call('delete', 'all');
    await w.call('resurrect');
    print((await w.list()).map((each) => [each.name, each.status]));
  },
  'getVersion and ping': async (w, print) => {
    print(await w.call('getVersion'), await w.call('ping'));
  },
  'pids and numbers by name': async (w, print) => {
    await w.start({ name: 'a' });
    const [one] = await w.call('list');
    print(String(await w.call('getPID', 'a')) === String(one.pid));
    print(await w.call('getProcessIdByName', 'a'));
  },
  'a method that is not there': async (w, print) => print(await w.remote('nothing', {})),
  'a number that is not there': async (w, print) => {
    print(await w.remote('startProcessId', 99), await w.remote('resetMetaProcessId', 99));
    print(await w.remote('softReloadProcessId', { id: 99 }));
    print(await w.remote('stopProcessId', 99), await w.remote('deleteProcessId', 99));
  },
  ...require('./messages.js'),
  // Each with a name of its own: the exit of the last case's app may be told in the next.
  'bus: a start': async (w, print) => {
    await w.start({ name: 'bus1' });
    const one = await w.event('bus1', 'start');
    print(w.events('bus1'));
    print(Object.keys(one.data).sort(), one.data.manually, one.data.process.pm_id);
    print(one.data.process.status, typeof one.data.at);
  },
  'bus: a stop': async (w, print) => {
    await w.start({ name: 'bus2' });
    await w.call('stop', 'bus2');
    print((await w.event('bus2', 'stop')).data.manually, w.events('bus2'));
  },
  'bus: a restart': async (w, print) => {
    await w.start({ name: 'bus3' });
    await w.call('restart', 'bus3');
    const told = await w.event('bus3', 'restart');
    print(told.data.manually, told.data.process.restart_time, w.events('bus3'));
  },
  'bus: a reload': async (w, print) => {
    await w.start({ name: 'bus4' });
    await w.call('reload', 'bus4');
    await w.event('bus4', 'reload');
    print(w.events('bus4'));
  },
  'bus: a delete': async (w, print) => {
    await w.start({ name: 'bus5' });
    await w.call('delete', 'bus5');
    await w.event('bus5', 'exit');
    print(w.events('bus5'));
  },
  'bus: an exit and its code': async (w, print) => {
    await w.start({ name: 'bus6', args: 'exit 3', autorestart: false });
    const told = await w.event('bus6', 'exit');
    await w.event('bus6', 'start');
    print(told.data.manually, told.data.process.exit_code, w.events('bus6').sort());
    await w.until('it is stopped', async () => await w.status('bus6') === 'stopped');
  },
  'bus: too many restarts': async (w, print) => {
    await w.start({ name: 'bus7', args: 'exit 3', max_restarts: 2 });
    await w.event('bus7', 'restart overlimit');
    await w.until('it is errored', async () => await w.status('bus7') === 'errored');
    print(w.events('bus7').filter((each) => each === 'restart overlimit'), await w.status('bus7'));
  },
  'bus: an exit code that is final': async (w, print) => {
    await w.start({ name: 'bus8', args: 'exit 4', stop_exit_codes: [4] });
    await w.event('bus8', 'exit');
    await w.until('it is stopped', async () => await w.status('bus8') === 'stopped');
    print((await w.list())[0].restarts);
  },
  'bus: what an app writes': async (w, print) => {
    await w.start({ name: 'bus9', namespace: 'n' });
    await w.line('bus9', 'err line', 'log:err');
    await w.line('bus9', 'up ');
    for (const topic of ['log:out', 'log:err']) {
      const one = w.seen.find((each) => each.topic === topic);
      print(Object.keys(one.data).sort(), typeof one.data.at, one.data.process);
    }
    print(w.lines('bus9', 'log:err'));
  },
  'bus: what the daemon says': async (w, print) => {
    await w.start({ name: 'bus10' });
    const one = await w.until('a sentence', () => w.seen.find((each) => each.topic === 'log:PM2'));
    print(Object.keys(one.data).sort(), one.data.process, one.data.data.endsWith('\n'));
  },
  'killDaemon ends it, and says so on the bus': async (w, print) => {
    print(await w.call('killDaemon'));
    const told = await w.until('pm2:kill', () => w.seen.find((each) => each.topic === 'pm2:kill'));
    print(told.data);
    print(await w.until('no socket', () => !w.fs.existsSync(w.path.join(w.home, 'rpc.sock'))));
  },
};
