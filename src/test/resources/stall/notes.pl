# Sends notes of a kilobyte without end, and never the word that is waited for.
use strict;
use warnings;
use Socket;

socket(my $socket, AF_UNIX, SOCK_DGRAM, 0) or die $!;
connect($socket, pack_sockaddr_un($ENV{NOTIFY_SOCKET})) or die $!;
my $note = 'STATUS=' . 'x' x 1000;
for (1 .. 20000) { send($socket, $note, 0) or last }
sleep 1000;
