'use strict';
// A worker with everything that workers share. Each says where it listens, and who it is.
const http = require('http');
const net = require('net');
const dgram = require('dgram');

const who = process.env.NODE_APP_INSTANCE;
const answer = (request, response) => response.end(who);

http.createServer(answer).listen(0, function () {
  console.log('any ' + this.address().port);
});
http.createServer(answer).listen(0, '::1', function () {
  console.log('six ' + this.address().port);
});
http.createServer(answer).listen('at.sock', () => console.log('unix'));
net.createServer((socket) => socket.end(who)).listen(0, '127.0.0.1', function () {
  console.log('net ' + this.address().port);
});
const udp = dgram.createSocket('udp4');
udp.on('message', (text, from) => udp.send(who + text, from.port, from.address));
udp.bind(Number(process.env.UDP_PORT), '127.0.0.1', () => console.log('udp'));
http
  .createServer(answer)
  .on('error', (error) => console.log('taken ' + error.code))
  .listen(Number(process.env.TAKEN), '127.0.0.1');
http
  .createServer(answer)
  .on('error', (error) => console.log('elsewhere ' + error.code))
  .listen(0, '203.0.113.1');
