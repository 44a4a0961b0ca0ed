// SPDX-License-Identifier: MIT
/*
 * echoeth_test.c - frames sent through echo0, and what comes back.
 *
 *	octavo test echoeth_test.c --driver echoeth.c --sweep
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/skbuff.h>

#define ARP_LEN		(ETH_HLEN + 28)

static struct {
	struct completion came;
	u8 bytes[ARP_LEN];
} answer;

/* Everything that devices receive of this type. */
static int take_arp(struct sk_buff *skb, struct net_device *dev,
		    struct packet_type *pt, struct net_device *orig)
{
	skb_push(skb, ETH_HLEN);
	if (skb_copy_bits(skb, 0, answer.bytes, ARP_LEN) == 0)
		complete(&answer.came);
	kfree_skb(skb);
	return NET_RX_SUCCESS;
}

static struct packet_type arp_type = {
	.type = cpu_to_be16(ETH_P_ARP),
	.func = take_arp,
};

static struct net_device *up(struct kunit *test)
{
	struct net_device *dev = dev_get_by_name(&init_net, "echo0");
	int err;

	KUNIT_ASSERT_NOT_NULL(test, dev);
	rtnl_lock();
	err = dev_open(dev, NULL);
	rtnl_unlock();
	if (err)
		dev_put(dev);
	KUNIT_ASSERT_EQ(test, err, 0);
	init_completion(&answer.came);
	arp_type.dev = dev;
	dev_add_pack(&arp_type);
	return dev;
}

static void down(struct net_device *dev)
{
	dev_remove_pack(&arp_type);
	rtnl_lock();
	dev_close(dev);
	rtnl_unlock();
	dev_put(dev);
}

/* Who has 10.9.0.@host? Asks 10.9.0.1. */
static struct sk_buff *question(struct net_device *dev, u8 host)
{
	static const u8 head[] = { 0, 1, 8, 0, 6, 4, 0, 1 };
	struct sk_buff *skb = alloc_skb(ARP_LEN + 64, GFP_KERNEL);
	u8 *p;

	if (!skb)
		return NULL;
	p = skb_put_zero(skb, ARP_LEN);
	memset(p, 0xff, ETH_ALEN);
	memcpy(p + 6, dev->dev_addr, ETH_ALEN);
	p[12] = 0x08;
	p[13] = 0x06;
	memcpy(p + 14, head, sizeof(head));
	memcpy(p + 22, dev->dev_addr, ETH_ALEN);
	memcpy(p + 28, (u8[]){ 10, 9, 0, 1 }, 4);
	memcpy(p + 38, (u8[]){ 10, 9, 0, host }, 4);
	skb->dev = dev;
	skb->protocol = htons(ETH_P_ARP);
	skb_reset_mac_header(skb);
	return skb;
}

static void hosts_answer(struct kunit *test)
{
	static const u8 mac[] = { 0x02, 0xec, 10, 9, 0, 7 };
	struct net_device *dev = up(test);
	struct sk_buff *skb = question(dev, 7);

	if (skb) {
		KUNIT_EXPECT_EQ(test, dev_queue_xmit(skb), NET_XMIT_SUCCESS);
		KUNIT_EXPECT_GT(test, wait_for_completion_timeout(&answer.came,
								  HZ), 0);
		KUNIT_EXPECT_MEMEQ(test, answer.bytes, dev->dev_addr, ETH_ALEN);
		KUNIT_EXPECT_MEMEQ(test, answer.bytes + 6, mac, ETH_ALEN);
		KUNIT_EXPECT_EQ(test, answer.bytes[21], 2);
		KUNIT_EXPECT_MEMEQ(test, answer.bytes + 22, mac, ETH_ALEN);
	}
	down(dev);
	KUNIT_EXPECT_NOT_NULL(test, skb);
}

/* Taken down with a frame on the wire: nothing is left. */
static void ends_with_frames_on_the_wire(struct kunit *test)
{
	struct net_device *dev = up(test);
	struct sk_buff *skb = question(dev, 8);

	if (skb)
		dev_queue_xmit(skb);
	down(dev);
	KUNIT_EXPECT_NOT_NULL(test, skb);
}

static struct kunit_case echo_cases[] = {
	KUNIT_CASE(hosts_answer),
	KUNIT_CASE(ends_with_frames_on_the_wire),
	{}
};

static struct kunit_suite echo_suite = {
	.name = "echoeth",
	.test_cases = echo_cases,
};
kunit_test_suite(echo_suite);

MODULE_LICENSE("Dual MIT/GPL");
