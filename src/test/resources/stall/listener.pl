# Makes every listening socket that it was born with one at which a call waits: once, or as `fight`
# time and again, and takes what comes before the daemon does.
use strict;
use warnings;
use Fcntl;
use Socket;

$| = 1;
my @listeners;
for my $number (3 .. 40) {
    open(my $socket, '+<&=', $number) or next;
    my $listens = getsockopt($socket, SOL_SOCKET, SO_ACCEPTCONN);
    push @listeners, $socket if defined $listens and unpack('i', $listens);
}
for (@listeners) { fcntl($_, F_SETFL, 0) }
print "blocking\n";
exit unless $ARGV[0] eq 'fight';
while (1) {
    for my $socket (@listeners) {
        fcntl($socket, F_SETFL, O_NONBLOCK);
        accept(my $connection, $socket);
        fcntl($socket, F_SETFL, 0);
    }
}
