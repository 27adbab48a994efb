# Shares the daemon's end of its channel, makes it one at which a call waits, and asks for answers
# that it never reads.
use strict;
use warnings;
use Fcntl;

$| = 1;
$SIG{PIPE} = 'IGNORE';
my $number = $ENV{NODE_CHANNEL_FD};
open(my $own, '+<&=', $number) or die $!;
open(my $daemons, '+<&=', $number + 1) or die $!;
syswrite($own, "\"ready\"\n");
my $asking = "{\"cmd\":\"NODE_HANDLE\"}\n" x 50;
for (1 .. 20000) {
    fcntl($daemons, F_SETFL, fcntl($daemons, F_GETFL, 0) & ~O_NONBLOCK);
    defined syswrite($own, $asking) or last;
    print "asked\n" if $_ == 200;
}
sleep 1000;
