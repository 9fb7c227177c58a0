# 收据与退款凭证：上面写什么、命令，以及网站上的页面。

command-receipts =
    .name = 收据
    .name-number = 编号
    .description = 你的收据与退款凭证
    .option-number = 哪一张；留空则列出全部

receipts-title = 你的收据，最新的在前：
receipts-line-receipt = { $number } · { DATETIME($at, dateStyle: "medium") } · { $what } · { $amount }
receipts-line-credit-note = { $number } · { DATETIME($at, dateStyle: "medium") } · 已退：{ $what } · { $amount }
button-receipts-print = 在网站上打印
button-receipts-all = 全部收据
error-no-receipts = 这里还没有收据。每次购买都会有一张。
error-receipt-unknown = 这里没有编号为 { $number } 的收据。输入 /receipts 查看你的全部收据。

# --- 凭证上写什么 ---------------------------------------------------------------------------------

document-receipt = 收据
document-receipt-confirmation = 付款确认
document-credit-note = 退款凭证
document-credit-note-confirmation = 退款确认

document-day = { DATETIME($at, dateStyle: "long") }
document-number = 编号
document-issued = 开具日期
document-supplied = 交付日期
document-corrects = 更正
document-corrected = { $number }（{ DATETIME($at, dateStyle: "long") }）
document-goods = 购买
document-taken-back = 收回
document-pack = { $credits }（套餐“{ $pack }”）
document-net = 不含税金额
document-tax = 内含税额，{ $percent }
document-percent = { $whole }%
document-percent-part = { $whole }.{ $part }%
document-total = 合计
document-returned = 已退金额
document-paid-by = 付款方式
document-returned-by = 退款方式
document-by-stripe = 银行卡或账户（Stripe）
document-by-telegram = Telegram 星星
document-by-discord = Discord
document-by-sandbox = 沙盒收银台
document-order = 订单
document-charge = 付款参考号
document-seller = 卖方
document-issuer = 开具方
document-tax-id = 税号
document-contact = 联系方式
document-platform-telegram = Telegram
document-platform-discord = Discord

document-practice = 仅供练习：来自沙盒收银台，没有任何资金往来。
document-not-an-invoice = 这是付款确认，不是税务发票：这笔购买通过 { $platform } 完成，相关税款由其处理。
document-tax-small-business = 未列税额：卖方适用小型企业免税制度。
document-tax-not-taxable = 未列税额：这笔销售无需缴税。
document-tax-reverse-charge = 未列税额：税款由客户自行申报（反向征收）。
document-never-expire = 购买的点数永不过期。
document-return-until = 其中没有用过的点数，可在{ DATETIME($at, dateStyle: "long") }之前（含当日）退回。
document-return-until-whole = 如果一点都没有用过，可在{ DATETIME($at, dateStyle: "long") }之前（含当日）退回。
document-return-elsewhere = 这笔购买能否退款由 { $platform } 决定，请向其咨询。
document-terms = 你接受了{ DATETIME($at, dateStyle: "long") }版的条款，并要求点数立即到账：已经用过的点数无法退回。

# --- 在网站上 -------------------------------------------------------------------------------------

site-account-receipts = 收据
site-receipts-lead = 每次购买一张，每次退款也有一张，内容不会改动。
site-receipts-none = 还没有收据。每次购买都会有一张。
site-receipts-what = 内容
site-receipts-when = 日期
site-receipts-amount = 金额
site-receipts-number = 编号
site-receipts-back = 已退：{ $what }
site-receipts-open = 打开 { $number }
site-receipts-all = 全部收据
site-receipts-print = 要打印或存为 PDF，请使用浏览器的打印功能，收据会单独印成一页。
