'use strict';
// Put in front of a cluster worker by Reeve ("drain": false leaves it out). It does nothing until
// the worker is to be replaced: then each HTTP response tells its client to close the connection,
// and Reeve hears when none is under way.
const WINDOW_MS = 1000;
const LOOK_MS = 50;

const options = process.env.REEVE_NODE_OPTIONS;
delete process.env.REEVE_NODE_OPTIONS;
if (options) process.env.NODE_OPTIONS = options;
else delete process.env.NODE_OPTIONS;

function close(response) {
  if (!response.headersSent) response.shouldKeepAlive = false;
}

// A connection of HTTP with a response to come, or one that is not HTTP (or hidden behind TLS).
function underWay() {
  return process
    ._getActiveHandles()
    .filter((each) => each.server && (each._httpMessage || !each.parser));
}

function look() {
  if (underWay().length > 0) setTimeout(look, LOOK_MS);
  else if (process.connected) process.send({ cmd: 'NODE_REEVE_DRAINED' });
}

process.on('internalMessage', (message) => {
  if (message.cmd !== 'NODE_REEVE_DRAIN') return;
  require('diagnostics_channel')
    .channel('http.server.request.start')
    .subscribe(({ response }) => close(response));
  underWay().forEach((each) => each._httpMessage && close(each._httpMessage));
  setTimeout(look, WINDOW_MS);
});
