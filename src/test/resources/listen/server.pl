# An HTTP server on descriptor 3 that accepts as the simplest of programs do: it waits in accept,
# one connection after the other. Asked to leave, it answers whom it has, and goes.
use strict;
use warnings;

my $leaving = 0;
# The alarm wakes an accept that began just after the signal.
$SIG{INT} = $SIG{ALRM} = sub { $leaving = 1; alarm 1 };
$ENV{LISTEN_PID} == $$ or die "not for us";
open(my $listener, '+<&=', 3) or die $!;
until ($leaving) {
    accept(my $connection, $listener) or next;
    my $request = '';
    until ($request =~ /\r\n\r\n/) {
        my $read = sysread($connection, $request, 65536, length $request);
        last unless $read or !defined $read && $!{EINTR};
    }
    my $body = "$$ perl";
    my $head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " . length $body;
    syswrite($connection, "$head\r\n\r\n$body");
    close $connection;
}
