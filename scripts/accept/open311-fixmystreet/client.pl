# Drives FixMyStreet's own Open311.pm against a server: perl -I CHECKOUT/perllib client.pl ENDPOINT. Prints JSON.
# What that module asks of the rest of FixMyStreet is replaced here; the module itself is not touched.
use strict;
use warnings;
use utf8;
use JSON::PP;
use DateTime;

BEGIN {
    for (qw(FixMyStreet::Cobrand FixMyStreet::DB Utils FixMyStreet::App::Model::PhotoSet FixMyStreet::ImageMagick)) {
        (my $file = "$_.pm") =~ s{::}{/}g;
        $INC{$file} = 1;
    }
}
{ package Utils; sub truncate_coordinate { sprintf "%.6f", shift } }
{ package FixMyStreet; sub config { undef } sub test_mode { 1 } }
{ package FixMyStreet::DB::Result::Problem; sub open_states { { confirmed => 1 } } sub fixed_states { {} } }
{ package FixMyStreet::DB::Result::Body; sub new { bless {}, shift } sub get_cobrand_handler { Stub::Cobrand->new } }
{ package Stub::Cobrand; sub new { bless {}, shift } sub call_hook { } }
{
    package Stub::User;
    sub new { bless {}, shift }
    sub email { 'resident@example.org' }
    sub phone { '+7 000 000-00-00' }
    sub name { 'Жительница Читы' }
}
{
    package Stub::Problem;
    our $AUTOLOAD;
    my %value = (
        id => 5, title => 'Холодно', detail => 'Третий день нет тепла', name => 'Жительница Читы',
        latitude => 52.03, longitude => 113.5, used_map => 1, cobrand => 'x', state => 'confirmed',
    );
    sub new { my ($class, %more) = @_; bless { %value, %more }, $class }
    sub user { Stub::User->new }
    sub get_extra_fields { [] }
    sub bodies { {} }
    sub DESTROY { }
    sub AUTOLOAD { my $self = shift; (my $name = $AUTOLOAD) =~ s/.*:://; return $self->{$name} }
}
{
    package Stub::Comment;
    our @ISA = ('Stub::Problem');
    sub confirmed { DateTime->new(year => 2026, month => 11, day => 24, hour => 1) }
    sub problem { $_[0]{problem} }
}

use Open311;
# The parser in pure Perl loses Cyrillic.
$XML::Simple::PREFERRED_PARSER = 'XML::Parser';

my $endpoint = shift;
my %common = (endpoint => $endpoint, jurisdiction => 'chita.example', fixmystreet_body => FixMyStreet::DB::Result::Body->new);
my $client = Open311->new(%common, api_key => 'secret');
my $stranger = Open311->new(%common, api_key => 'wrong');
my %seen;

$seen{services} = [map { "$_->{service_code}=$_->{service_name}" } @{ $client->get_service_list->{service} }];
$seen{definition} = $client->get_service_meta_info('heating')->{service_code};
my $extra = { url => 'https://fixmystreet.example/report/5' };
$seen{sent} = $client->send_service_request(Stub::Problem->new, $extra, 'heating');
$seen{sent_again} = $client->send_service_request(Stub::Problem->new, $extra, 'heating');
my $between = { start_date => '2026-11-24T00:00:00Z', end_date => '2026-11-25T00:00:00Z' };
$seen{requests} = [map { join ' ', @$_{qw(service_request_id status lat long service_name)} } @{ $client->get_service_requests({%$between})->{request} }];
$seen{one} = [map { $_->{service_request_id} } @{ $client->get_service_requests({ report_ids => [$seen{sent}] })->{request} }];
my $comment = Stub::Comment->new(id => 7, text => 'Всё ещё холодно', problem => Stub::Problem->new(external_id => $seen{sent}));
$seen{update_id} = $client->post_service_request_update($comment);
$seen{updates} = [map { [$_->{service_request_id}, $_->{update_id}, $client->map_state($_->{status}), $_->{description}, $_->{updated_datetime}] }
    @{ $client->get_service_request_updates('2026-11-24T00:00:00Z', '2026-11-25T00:00:00Z') }];
$stranger->send_service_request(Stub::Problem->new, $extra, 'heating');
$seen{error_key} = $stranger->error;
$client->get_service_meta_info('none');
$seen{error_service} = $client->error;
$seen{token} = $client->get_service_request_id_from_token('nothing');
print JSON::PP->new->utf8->canonical->encode(\%seen);
