# Sends the most of a message of 16 MiB, and never the end.
use strict;
use warnings;

open(my $channel, '+<&=', $ENV{NODE_CHANNEL_FD}) or die $!;
my $piece = 'x' x 65536;
syswrite($channel, '"');
syswrite($channel, $piece) for 1 .. 250;
$| = 1;
print "sent\n";
sleep 1000;
