# What SeeClickFix's open311-validator loads as `spec`, which is RSpec of its time. Its rules are not touched.
require "time"
require "httparty"
require "rspec/expectations"
include RSpec::Matchers
RSpec::Expectations::Syntax.enable_should

# Its reader of XML makes a list of two elements, and none of one: one endpoint and one service are lists here too.
HTTParty::Parser.prepend(Module.new do
  def listed(value)
    return value unless value.is_a?(Hash)
    value.to_h do |name, inner|
      lists = %w[endpoints services formats].include?(name) && inner.is_a?(Hash)
      [name, lists ? inner.transform_values { |one| (one.is_a?(Array) ? one : [one]).map { |each| listed(each) } } : listed(inner)]
    end
  end

  def xml
    listed(super)
  end
end)

# A rule of it asks for this name, which it defines on its session alone.
def raw_services
  @session.raw_services
end
